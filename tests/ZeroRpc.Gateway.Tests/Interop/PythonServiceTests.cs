using System.Net;
using System.Security.Claims;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Interop;

/// <summary>A stock Python service behind the gateway.</summary>
public sealed class PythonServiceTests
{
    private const string Program = """
        import json, sys
        import gevent, gevent.local, zerorpc

        local = gevent.local.local()

        class User:
            def load_task_context(self, header):
                local.user = header.get('user')

        class Service:
            def add(self, first, second=10):
                "Adds."
                return first + second

            def fail(self):
                raise ValueError('bad thing ☃')

            def wrong_inside(self):
                return len(5)

            def pair(self):
                return (1, b'\x00\xff')

            def who_am_i(self):
                return local.user

            @zerorpc.stream
            def count(self, n):
                return iter(range(n))

            @zerorpc.stream
            def forever(self):
                yield 1
                gevent.sleep(1000)

        context = zerorpc.Context()
        context.register_middleware(User())
        server = zerorpc.Server(Service(), context=context)
        server.bind('ENDPOINT')
        print(json.dumps({'ready': 'ENDPOINT'}), flush=True)
        gevent.spawn(server.run)
        gevent.get_hub().threadpool.apply(sys.stdin.read)
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("add", "[1, 2]", "3")]
    [InlineData("add", "[1]", "11")]
    [InlineData("pair", "[]", "[1,\"AP8=\"]")]
    [InlineData("count", "[3]", "0\n1\n2\n")]
    public async Task A_call_has_its_result(string method, string arguments, string result)
    {
        await using PeerProcess python = await StartAsync();
        await using GatewayHost gateway = await StartAsync(python);

        using HttpResponseMessage response = await gateway.PostAsync($"/rpc/python/{method}", arguments);

        Assert.Equal(result, await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("add", "[]", 400, "TypeError")]
    [InlineData("add", "[1, 2, 3]", 400, "TypeError")]
    [InlineData("wrong_inside", "[]", 500, "TypeError")]
    [InlineData("fail", "[]", 500, "ValueError")]
    [InlineData("melt", "[]", 404, "NameError")]
    public async Task An_error_has_its_status(string method, string arguments, int status, string name)
    {
        await using PeerProcess python = await StartAsync();
        await using GatewayHost gateway = await StartAsync(python);

        using HttpResponseMessage response = await gateway.PostAsync($"/rpc/python/{method}", arguments);

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal(((HttpStatusCode)status, name, true), (problem.Status, problem.Name, problem.IsRemote));
    }

    [Fact]
    public async Task A_claim_of_the_user_is_read_in_load_task_context()
    {
        await using PeerProcess python = await StartAsync();
        await using GatewayHost gateway = await StartAsync(python);

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/python/who_am_i", "[]", ("X-User", "ann"), ("user", "root"));

        Assert.Equal("\"ann\"", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_service_that_dies_ends_its_streams_and_leaves_the_others_alone()
    {
        PeerProcess python = await StartAsync();
        await using GatewayHost gateway = await StartAsync(python);
        await using TestSocket socket = await gateway.OpenAsync();
        using HttpResponseMessage response = await gateway.PostAsync("/rpc/python/forever", "[]");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        await socket.SendAsync("{\"type\":\"call\",\"id\":1,\"service\":\"python\",\"method\":\"forever\"}");
        await socket.ReceiveAsync();
        Assert.Equal("1", await lines.ReadLineAsync(Stop).AsTask().OrHang());

        await python.DisposeAsync();

        Assert.StartsWith("{\"$error\":{\"name\":\"LostRemote\",\"status\":502", await lines.ReadLineAsync(Stop).AsTask().OrHang(), StringComparison.Ordinal);
        Assert.Equal((1, "LostRemote", 502), ((await socket.ReceiveErrorAsync()) is var lost ? (lost.Id, lost.Name, lost.Status) : default));
        Assert.Equal("11", await gateway.CallAsync("add", "[1]"));
        await socket.CallAsync(2, "add", "[1]");
        Assert.Equal("{\"type\":\"result\",\"id\":2,\"value\":11}", await socket.ReceiveAsync());
    }

    private static async Task<PeerProcess> StartAsync()
    {
        await Peer.Python.RequireAsync();
        PeerProcess python = await Peer.Python.RunAsync(Program.Replace("ENDPOINT", FreePort.Endpoint(), StringComparison.Ordinal));
        await python.ReadyAsync();
        return python;
    }

    private static Task<GatewayHost> StartAsync(PeerProcess python) => GatewayHost.StartAsync(options =>
    {
        options.AddService("python", python.Endpoint).AllowAnyone("*");
        options.ClaimHeaders[ClaimTypes.Name] = "user";
    });
}
