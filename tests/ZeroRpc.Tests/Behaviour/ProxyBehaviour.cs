using System.Text.Json;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>An interface whose methods call a remote's, perhaps the very one that the server's class implements.</summary>
public abstract partial class ProxyBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly CancellationTokenSource _source = new();

    [Fact]
    public async Task A_contract_that_a_server_implements_calls_it_whatever_its_methods_return()
    {
        ICooler cooler = Connect(server => server.AddService(new Cooler())).CreateProxy<ICooler>();

        Assert.Equal(3, await cooler.AddAsync(1, 2));
        Assert.Equal("it, so cool", await cooler.Cool("it"));
        await cooler.TouchAsync();
        await cooler.TouchPerhaps();
        cooler.Touch();
        Assert.Equal(3, cooler.Touched());
        Assert.Equal([0, 1, 2], await cooler.CountAsync(3, Aborted).ToListAsync(Aborted));
        Assert.Equal([0, 1, 2], cooler.List(3));
    }

    [Fact]
    public async Task A_naming_policy_and_a_prefix_are_the_same_on_both_sides()
    {
        JsonNamingPolicy naming = JsonNamingPolicy.SnakeCaseLower;
        ZeroRpcClient client = Connect(
            server => server.AddService(new Cooler(), "first"), new ZeroRpcServerOptions { MethodNaming = naming, Linger = TimeSpan.Zero });
        ICooler cooler = client.CreateProxy<ICooler>(new ZeroRpcProxyOptions { MethodNaming = naming, Prefix = "first" });

        Assert.Equal("it, so cool", await cooler.Cool("it"));
        Assert.Equal(0, cooler.Touched());
        Assert.Equal(0, await client.InvokeAsync<int>("first.touched"));
    }

    [Fact]
    public async Task The_contract_names_a_method_for_both_sides()
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Cooler()));

        Assert.Equal("named", await client.CreateProxy<ICooler>().Named());
        Assert.Equal("named", await client.InvokeAsync<string>("another_name"));
    }

    [Fact]
    public async Task Default_values_and_params_are_sent_as_the_caller_has_them()
    {
        ICooler cooler = Connect(server => server.AddService(new Cooler())).CreateProxy<ICooler>();

        Assert.Equal("hello you 2", await cooler.Greet("you"));
        Assert.Equal("bye you 2", await cooler.Greet("you", "bye"));
        Assert.Equal(0, await cooler.Sum());
        Assert.Equal(6, await cooler.Sum(1, 2, 3));
        Assert.Equal("text 2 5", await cooler.Describe("text", 2, null));
    }

    [Fact]
    public async Task Params_that_are_null_are_refused_by_their_name()
    {
        ICooler cooler = Connect(server => server.AddService(new Cooler())).CreateProxy<ICooler>();

        Assert.Equal("numbers", (await Assert.ThrowsAsync<ArgumentNullException>(() => cooler.Sum(null!))).ParamName);
    }

    [Fact]
    public async Task Inherited_and_generic_interfaces_and_overloads_call_too()
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Shelf()));
        IShelf shelf = client.CreateProxy<IShelf>();

        await shelf.Put("cup");
        Assert.Equal("cup", await shelf.Get());
        Assert.Equal("cup 2", await shelf.Get(2));
    }

    [Fact]
    public async Task A_reply_of_an_interface_is_read_by_its_type()
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Shelf()));

        Assert.Equal(new Size(2, 3), await client.CreateProxy<IShelf>().Measure());
    }

    [Fact]
    public async Task A_blocking_method_of_items_reads_a_stream()
    {
        ZeroRpcClient client = ConnectTo("Items", () => AsyncEnumerable.Range(0, 250));
        IEnumerable<int> items = client.CreateProxy<IItems>().Items();

        Assert.Equal(Enumerable.Range(0, 250), await Task.Run(items.ToList, Aborted).OrHang());
    }

    [Fact]
    public async Task A_stream_starts_when_it_is_read_and_each_time()
    {
        int calls = 0;
        ZeroRpcClient client = ConnectTo("CountAsync", (int n) => Counted(n));
        ICounter counter = client.CreateProxy<ICounter>();
        IAsyncEnumerable<int> items = counter.Count(3, Aborted);

        await client.PingAsync(Aborted);
        Assert.Equal(0, calls);
        Assert.Equal(3, await items.CountAsync(Aborted));
        Assert.Equal(3, await items.CountAsync(Aborted));
        Assert.Equal(2, calls);

        IAsyncEnumerable<int> Counted(int n)
        {
            calls++;
            return AsyncEnumerable.Range(0, n);
        }
    }

    [Fact]
    public async Task What_the_method_throws_reaches_the_caller_by_every_return_type()
    {
        IFailing failing = ConnectTo("Fail", new Action(() => throw new RemoteException("ValueError", "too hot"))).CreateProxy<IFailing>();

        Assert.Equal("ValueError", (await Assert.ThrowsAsync<RemoteException>(failing.FailAsync)).Name);
        Assert.Equal("ValueError", (await Assert.ThrowsAsync<RemoteException>(async () => await failing.FailSlowlyAsync())).Name);
        Assert.Equal("ValueError", Assert.Throws<RemoteException>(failing.Fail).Name);
        RemoteException error = await Assert.ThrowsAsync<RemoteException>(async () => await failing.FailItemsAsync().ToListAsync(Aborted));
        Assert.Equal("Fail", error.Method);
    }

    [Fact]
    public async Task A_token_cancels_the_call_and_is_not_sent()
    {
        var started = new Signal();
        IPatient patient = ConnectTo("Wait", (string thing, CancellationToken lost) => HoldAsync(started, lost)).CreateProxy<IPatient>();

        Task call = patient.Wait(new CallOptions { CancellationToken = _source.Token }, "it");
        await started.WaitAsync();
        await _source.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
        Assert.Equal(_source.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_token_ends_a_stream()
    {
        ICounter counter = ConnectTo("CountAsync", (int n, CancellationToken lost) => Streams.Endless(lost)).CreateProxy<ICounter>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int item in counter.Count(0, _source.Token))
            {
                if (item == 10)
                {
                    await _source.CancelAsync();
                }
            }
        }).OrHang();
    }

    [Theory]
    [InlineData("attribute", 2)]
    [InlineData("proxy", 3)]
    [InlineData("call", 4)]
    public async Task A_timeout_is_the_call_s_or_the_method_s_or_the_proxy_s(string giver, int seconds)
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("Wait", (CancellationToken lost) => HoldAsync(new Signal(), lost)),
            FakeServerTime(null),
            FakeClientTime(null));
        var options = new ZeroRpcProxyOptions { CallOptions = new CallOptions { Timeout = TimeSpan.FromSeconds(3) } };
        IWaits waits = client.CreateProxy<IWaits>(options);
        Task call = giver switch
        {
            "attribute" => waits.WaitTwoSeconds(),
            "proxy" => waits.Wait(),
            _ => waits.WaitTwoSeconds(new CallOptions { Timeout = TimeSpan.FromSeconds(4) }),
        };

        Time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
        await RoundTripAsync(client);
        Assert.False(call.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
    }

    [Fact]
    public async Task Options_that_a_contract_takes_reach_the_call_and_its_handler_gets_only_a_token()
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Heading()));
        var byDefault = new CallOptions { Headers = new Dictionary<string, object?> { ["trace"] = "default" } };
        var given = new CallOptions { Headers = new Dictionary<string, object?> { ["trace"] = "given" }, Timeout = Hang.Guard };
        IHeading heading = client.CreateProxy<IHeading>(new ZeroRpcProxyOptions { CallOptions = byDefault });

        Assert.Equal("default True 7", await heading.Trace(7));
        Assert.Equal("given True 7", await heading.Trace(7, null, given));
    }

    [Fact]
    public async Task Disposing_of_a_proxy_leaves_the_client_alone()
    {
        ZeroRpcClient client = ConnectTo("One", () => 1);
        IDisposableContract proxy = client.CreateProxy<IDisposableContract>();

        proxy.Dispose();
        await proxy.DisposeAsync();

        Assert.Equal(1, await proxy.One());
    }

    [Fact]
    public async Task A_call_of_the_wrong_pattern_says_what_to_return()
    {
        ZeroRpcClient client = Connect(server => server
            .AddMethod("Count", () => AsyncEnumerable.Range(0, 3))
            .AddMethod("CountAsync", (int n) => n));

        var stream = await Assert.ThrowsAsync<ProtocolException>(() => client.CreateProxy<IWrong>().Count());
        var value = await Assert.ThrowsAsync<ProtocolException>(
            async () => await client.CreateProxy<ICounter>().Count(3, Aborted).ToListAsync(Aborted));

        Assert.Contains("IAsyncEnumerable<T>", stream.Message, StringComparison.Ordinal);
        Assert.Contains("Task<T>", value.Message, StringComparison.Ordinal);
    }

    private static async Task HoldAsync(Signal started, CancellationToken lost)
    {
        started.Set();
        await Task.Delay(Timeout.Infinite, lost);
    }
}

public sealed class ProxiesInMemory() : ProxyBehaviour(Carrier.Memory);

public sealed class ProxiesOverNetMq() : ProxyBehaviour(Carrier.NetMq);

public sealed class ProxiesOverTcp() : ProxyBehaviour(Carrier.Tcp);

public sealed class ProxiesOverIpc() : ProxyBehaviour(Carrier.Ipc);
