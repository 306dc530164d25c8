namespace ZeroRpc.Tests.Behaviour;

/// <summary>The preset for Python's names: the same one on server, client, proxies and receivers.</summary>
public sealed class PythonNamesBehaviour() : BehaviourTest(Carrier.Memory)
{
    public interface IAdder
    {
        Task<Sum> AddOneAsync(Sum sum);
    }

    public sealed record Sum(int TotalValue);

    [Fact]
    public async Task A_server_exposes_and_a_proxy_calls_the_names_of_Python()
    {
        await using var server = new ZeroRpcServer(new Adder(), new ZeroRpcServerOptions { Values = ValueOptions.Python });
        string endpoint = server.Bind(NewEndpoint());
        server.Start();
        await using var python = new ZeroRpcClient(endpoint, new ZeroRpcClientOptions { Values = ValueOptions.Python });
        await using var plain = new ZeroRpcClient(endpoint);

        Assert.Equal(new Sum(2), await python.CreateProxy<IAdder>().AddOneAsync(new Sum(1)).OrHang());
        dynamic dynamic = python.AsDynamic();
        Task<Sum> dynamically = dynamic.AddOne(new Sum(2));
        Assert.Equal(new Sum(3), await dynamically.OrHang());
        var map = await plain.InvokeAsync<Dictionary<string, int>>("add_one", new Dictionary<string, int> { ["total_value"] = 3 }).OrHang();
        Assert.Equal(4, map["total_value"]);
    }

    [Fact]
    public async Task A_puller_exposes_the_names_of_Python()
    {
        var handled = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var puller = new ZeroRpcPuller(new Taker(handled), new ZeroRpcPullerOptions { Values = ValueOptions.Python });
        await using var pusher = new ZeroRpcPusher();
        pusher.Connect(puller.Bind(NewEndpoint()));
        puller.Start();

        await pusher.PushAsync("take_one", 7).OrHang();

        Assert.Equal(7, await handled.Task.OrHang());
    }

    [Fact]
    public void Each_preset_is_an_object_of_its_own() => Assert.NotSame(ValueOptions.Python, ValueOptions.Python);

    private sealed class Adder
    {
        public Sum AddOne(Sum sum) => new(sum.TotalValue + 1);
    }

    private sealed class Taker(TaskCompletionSource<int> handled)
    {
        public void TakeOne(int one) => handled.SetResult(one);
    }
}
