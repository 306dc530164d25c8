namespace ZeroRpc.Tests.Behaviour;

/// <summary>Header entries that go from a handler's caller into the calls that the handler makes (docs/middleware.md).</summary>
public abstract class TaskContextBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private static readonly ZeroRpcContextHooks Carry = new("trace_id", "zone");
    private static readonly CallOptions Traced = new()
    {
        Headers = new Dictionary<string, object?> { ["trace_id"] = "abc", ["zone"] = 7, ["secret"] = "x" },
    };

    [Fact]
    public async Task An_entry_goes_from_a_caller_through_a_handler_to_the_server_that_the_handler_calls()
    {
        ZeroRpcClient client = Relay((inner, call) => inner.InvokeAsync<string>("headers"));

        Assert.Equal("trace_id=abc zone=7", await client.InvokeAsync<string>("relay", Traced).OrHang());
    }

    [Fact]
    public async Task It_goes_across_await_and_into_other_tasks()
    {
        ZeroRpcClient client = Relay(async (inner, call) =>
        {
            await Task.Yield();
            return await Task.Run(async () => await inner.InvokeAsync<string>("headers"));
        });

        Assert.Equal("trace_id=abc zone=7", await client.InvokeAsync<string>("relay", Traced).OrHang());
    }

    [Fact]
    public async Task It_goes_into_blocking_calls()
    {
        ZeroRpcClient client = Relay((inner, call) => Task.FromResult(inner.Invoke<string>("headers")));

        Assert.Equal("trace_id=abc zone=7", await client.InvokeAsync<string>("relay", Traced).OrHang());
    }

    [Fact]
    public async Task It_goes_into_the_items_of_a_stream()
    {
        ZeroRpcClient inner = Inner();
        ZeroRpcClient client = NewClient(null, Serve(server => server.AddMethod("relay", () => Relayed(inner)), Carrying()));

        Assert.Equal(2, await client.StreamAsync<string>("relay", Traced).CountAsync(headers => headers == "trace_id=abc zone=7", Aborted));
    }

    [Fact]
    public async Task An_entry_that_the_caller_did_not_send_is_not_made_up()
    {
        ZeroRpcClient client = Relay((inner, call) => inner.InvokeAsync<string>("headers"));

        Assert.Equal("", await client.InvokeAsync<string>("relay").OrHang());
    }

    [Fact]
    public async Task What_a_handler_sets_goes_along_and_no_further_than_its_call()
    {
        ZeroRpcClient client = Relay((inner, call) =>
        {
            ZeroRpcContext.Set("trace_id", "handler's");
            ZeroRpcContext.Remove("zone");
            return inner.InvokeAsync<string>("headers");
        });

        Assert.Equal("trace_id=handler's", await client.InvokeAsync<string>("relay", Traced).OrHang());
        Assert.Empty(ZeroRpcContext.Current);
    }

    [Fact]
    public async Task What_a_program_sets_goes_with_its_calls()
    {
        ZeroRpcClient client = Inner();
        ZeroRpcContext.Set("trace_id", "program's");

        Assert.Equal("trace_id=program's", await client.InvokeAsync<string>("headers").OrHang());
    }

    [Fact]
    public async Task Calls_at_once_keep_their_entries_apart()
    {
        ZeroRpcClient client = Relay((inner, call) => inner.InvokeAsync<string>("headers"));

        Task<string>[] calls = [.. Enumerable.Range(0, 200).Select(i => client.InvokeAsync<string>(
            "relay", new CallOptions { Headers = new Dictionary<string, object?> { ["trace_id"] = i } }))];

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"trace_id={i}"), await Task.WhenAll(calls).OrHang());
    }

    [Fact]
    public async Task What_a_plain_handler_leaves_in_an_AsyncLocal_reaches_no_other_call()
    {
        var local = new AsyncLocal<bool>();
        ZeroRpcClient client = ConnectTo("leave", () =>
        {
            bool left = local.Value;
            local.Value = true;
            return left;
        });

        bool[] found = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => client.InvokeAsync<bool>("leave"))).OrHang();

        Assert.DoesNotContain(true, found);
    }

    [Fact]
    public void Entries_to_carry_are_named_and_not_the_protocol_s_own()
    {
        Assert.Throws<ArgumentException>(() => new ZeroRpcContextHooks());
        Assert.Throws<ArgumentException>(() => new ZeroRpcContextHooks("trace_id", ""));
        Assert.Throws<ArgumentException>(() => new ZeroRpcContextHooks("v"));
    }

    private static ZeroRpcServerOptions Carrying() => new() { Hooks = { Carry } };

    /// <summary>A client that carries, of a server that tells a call's headers.</summary>
    private ZeroRpcClient Inner() => NewClient(
        new ZeroRpcClientOptions { Hooks = { Carry } },
        Serve(server => server.AddMethod("headers", (CallContext call) =>
            string.Join(' ', call.Headers.OrderBy(each => each.Key).Select(each => $"{each.Key}={each.Value}")))));

    /// <summary>A client of a server whose handler calls another one.</summary>
    private ZeroRpcClient Relay(Func<ZeroRpcClient, CallContext, Task<string>> handler)
    {
        ZeroRpcClient inner = Inner();
        return NewClient(null, Serve(server => server.AddMethod("relay", (CallContext call) => handler(inner, call)), Carrying()));
    }

    private static async IAsyncEnumerable<string> Relayed(ZeroRpcClient inner)
    {
        yield return await inner.InvokeAsync<string>("headers");
        yield return await inner.InvokeAsync<string>("headers");
    }
}

public sealed class TaskContextInMemory() : TaskContextBehaviour(Carrier.Memory);

public sealed class TaskContextOverTcp() : TaskContextBehaviour(Carrier.Tcp);

public sealed class TaskContextOverNetMq() : TaskContextBehaviour(Carrier.NetMq);
