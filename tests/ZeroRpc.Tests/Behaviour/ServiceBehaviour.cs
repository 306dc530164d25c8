using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>What can be served, and how.</summary>
public abstract class ServiceBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public async Task An_object_s_methods_are_served_whatever_they_return()
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Cooler()));

        Assert.Equal(1, await client.InvokeAsync<int>("Sync"));
        Assert.Equal(2, await client.InvokeAsync<int>("Later"));
        Assert.Equal(3, await client.InvokeAsync<int>("PerhapsLater"));
        Assert.Equal([4, 5], await client.StreamAsync<int>("Items").ToListAsync(Aborted));
        Assert.Null(await client.InvokeAsync<object?>("Nothing"));
    }

    [Fact]
    public async Task A_static_type_s_overloads_are_chosen_as_the_literal_says()
    {
        ZeroRpcClient client = Connect(server => server.AddStatic(typeof(Math)));

        Assert.Equal(5L, await client.InvokeAsync<object>("Max", 3, 5));
        Assert.Equal(5.5, await client.InvokeAsync<object>("Max", 3, 5.5));
        Assert.Equal(2.0, await client.InvokeAsync<object>("Sqrt", 4.0));
    }

    [Fact]
    public async Task Services_live_side_by_side_under_prefixes()
    {
        ZeroRpcClient client = Connect(server => server
            .AddService(new Cooler(), "first")
            .AddStatic(typeof(Math), "math")
            .AddMethod("time.now", () => "now"));

        Assert.Equal(1, await client.InvokeAsync<int>("first.Sync"));
        Assert.Equal(7, await client.InvokeAsync<int>("math.Abs", -7));
        Assert.Equal("now", await client.InvokeAsync<string>("time.now"));
    }

    [Fact]
    public async Task A_naming_policy_gives_methods_the_names_of_other_languages()
    {
        ZeroRpcClient client = Connect(
            server => server.AddService(new Cooler()), new ZeroRpcServerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower });

        Assert.Equal(3, await client.InvokeAsync<int>("perhaps_later"));
    }

    [Fact]
    public async Task Left_out_arguments_take_their_defaults()
    {
        ZeroRpcClient client = ConnectTo("greet", (string name, string greeting = "hello", int times = 2) => $"{greeting} {name} {times}");

        Assert.Equal("hello you 2", await client.InvokeAsync<string>("greet", "you"));
        Assert.Equal("bye you 2", await client.InvokeAsync<string>("greet", "you", "bye"));
    }

    [Fact]
    public async Task Surplus_arguments_go_to_params()
    {
        ZeroRpcClient client = ConnectTo("sum", (int first, params int[] rest) => first + rest.Sum());

        Assert.Equal(1, await client.InvokeAsync<int>("sum", 1));
        Assert.Equal(10, await client.InvokeAsync<int>("sum", 1, 2, 3, 4));
    }

    [Fact]
    public async Task A_call_s_context_is_no_argument_of_the_wire()
    {
        ZeroRpcClient client = ConnectTo(
            "who", (string a, CallContext context, string b, CancellationToken lost) => $"{a} {context.Method} {b}");

        Assert.Equal("x who y", await client.InvokeAsync<string>("who", "x", "y"));
    }

    [Fact]
    public async Task A_peer_has_one_name_for_all_its_calls()
    {
        string endpoint = Serve(server => server.AddMethod("peer", (CallContext context) => context.Peer));
        ZeroRpcClient first = NewClient(null, endpoint);
        ZeroRpcClient second = NewClient(null, endpoint);

        string name = await first.InvokeAsync<string>("peer");

        Assert.Equal(name, await first.InvokeAsync<string>("peer"));
        Assert.NotEqual(name, await second.InvokeAsync<string>("peer"));
    }

    [Fact]
    public async Task An_unknown_method_is_answered_as_Python_answers_it()
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Cooler()));

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("nobody"));

        Assert.Equal(("NameError", "nobody"), (error.Name, error.RemoteMessage));
    }

    [Fact]
    public async Task An_overload_is_chosen_by_the_members_of_its_class()
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Counter()));

        Assert.Equal("order 2", await client.InvokeAsync<string>("Take", new Order { OrderId = 2 }));
        Assert.Equal("refund 3", await client.InvokeAsync<string>("Take", new Refund { RefundId = 3 }));
        Assert.Equal("refund 4", await client.InvokeAsync<string>("Take", new Dictionary<string, object> { ["RefundId"] = 4 }));
    }

    [Fact]
    public async Task Arguments_that_match_two_overloads_equally_are_a_TypeError()
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Counter()));

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(
            () => client.InvokeAsync("Take", new Dictionary<string, object> { ["Note"] = "?" }));

        Assert.Equal("TypeError", error.Name);
        Assert.StartsWith("Take() has several overloads that match (map of 1) equally", error.RemoteMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_gives_back_no_task_says_so()
    {
        ZeroRpcClient client = Connect(server => server
            .AddMethod("none", Task () => null!)
            .AddMethod("value", Task<int> () => null!)
            .AddMethod("stream", IAsyncEnumerable<int> () => null!));

        Assert.Equal("none() returned null instead of a task.", await FaultAsync(client, "none"));
        Assert.Equal("value() returned null instead of a task.", await FaultAsync(client, "value"));
        Assert.Equal("stream() returned null instead of a stream.", await FaultAsync(client, "stream"));
    }

    [Theory]
    [InlineData("_Secret")]
    [InlineData("ToString")]
    [InlineData("GetHashCode")]
    [InlineData("Dispose")]
    [InlineData("get_Temperature")]
    [InlineData("Hidden")]
    public async Task What_is_not_meant_to_be_called_is_not_there(string method)
    {
        ZeroRpcClient client = Connect(server => server.AddService(new Cooler()));

        Assert.Equal("NameError", (await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync(method))).Name);
    }

    [Fact]
    public async Task Services_are_added_before_the_start()
    {
        Serve(_ => { });

        Assert.Throws<InvalidOperationException>(() => Server.AddService(new Cooler()));
        Assert.Throws<InvalidOperationException>(() => Server.AddMethod("late", () => 1));
        Assert.Throws<InvalidOperationException>(() => Server.AddStatic(typeof(Math)));
        await Server.DisposeAsync();
    }

    [Fact]
    public void A_name_is_claimed_once()
    {
        ZeroRpcServer server = NewServer().AddService(new Cooler());

        Assert.Throws<ArgumentException>(() => server.AddMethod("Sync", () => 1));
    }

    [Fact]
    public async Task Requests_that_come_before_the_start_are_answered_after_it()
    {
        ZeroRpcServer server = NewServer().AddMethod("one", () => 1);
        ZeroRpcClient client = NewClient(null, server.Bind(NewEndpoint()));

        Task<int>[] early = [.. Enumerable.Range(0, 10).Select(_ => client.InvokeAsync<int>("one"))];
        server.Start();

        Assert.All(await Task.WhenAll(early).OrHang(), one => Assert.Equal(1, one));
    }

    private static async Task<string?> FaultAsync(ZeroRpcClient client, string method) =>
        (await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync(method))).RemoteMessage;

    public sealed class Order
    {
        public int OrderId { get; set; }

        public string? Note { get; set; }
    }

    public sealed class Refund
    {
        public int RefundId { get; set; }

        public string? Note { get; set; }
    }

    private sealed class Counter
    {
        public string Take(Order order) => $"order {order.OrderId}";

        public string Take(Refund refund) => $"refund {refund.RefundId}";
    }

    private sealed class Cooler : IDisposable
    {
        public int Temperature => 4;

        public int Sync() => 1;

        public async Task<int> LaterAsync()
        {
            await Task.Yield();
            return 2;
        }

        public async ValueTask<int> PerhapsLaterAsync()
        {
            await Task.Yield();
            return 3;
        }

        public async IAsyncEnumerable<int> ItemsAsync([EnumeratorCancellation] CancellationToken lost)
        {
            yield return 4;
            await Task.Yield();
            lost.ThrowIfCancellationRequested();
            yield return 5;
        }

        public void Nothing()
        {
        }

        public int _Secret() => 0;

        [ZeroRpcMethod(IsHidden = true)]
        public int Hidden() => 0;

        public void Dispose()
        {
        }
    }
}

public sealed class ServicesInMemory() : ServiceBehaviour(Carrier.Memory);

public sealed class ServicesOverNetMq() : ServiceBehaviour(Carrier.NetMq);

public sealed class ServicesOverTcp() : ServiceBehaviour(Carrier.Tcp);

public sealed class ServicesOverIpc() : ServiceBehaviour(Carrier.Ipc);
