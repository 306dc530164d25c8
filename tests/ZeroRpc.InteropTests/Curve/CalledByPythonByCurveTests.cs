using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests.Curve;

/// <summary>A stock Python client and our server with CURVE.</summary>
public sealed class CalledByPythonByCurveTests : IAsyncDisposable
{
    private const int Items = 25_000;

    private readonly CurveAllowedClients _clients = new();
    private readonly ZeroRpcServer _server;
    private readonly string _endpoint;

    public CalledByPythonByCurveTests()
    {
        var options = new ZeroRpcServerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower };
        options.UseCurve(new CurveServerOptions { Keys = CurveKeys.Server, AllowedClients = _clients });
        _server = new ZeroRpcServer(new Cooler(), options);
        _server.AddMethod("who", (CallContext context) => (string?[])[context.PeerKey, context.PeerName]);
        _endpoint = _server.Bind(Peer.AnyPort);
        _server.Start();
    }

    [Fact]
    public async Task Calls_streams_and_large_messages_work_and_the_caller_is_known()
    {
        _clients.Add(CurveKeys.Client.PublicKey, "anne");
        await using PeerProcess python = await CallAsync(
            CurveKeys.ClientOfTheirs(),
            Call("add_42", 1),
            Call("who"),
            Count("count", Items),
            Count("count", Items),
            Count("count", Items),
            Count("count", Items),
            Call("echo", new Dictionary<string, object> { ["$zeros"] = 5_000_000 }));

        Assert.Equal(43, (await python.ReadAsync()).GetProperty("value").GetInt32());
        Assert.Equal(
            [CurveKeys.Client.PublicKey.ToString(), "anne"],
            (await python.ReadAsync()).GetProperty("value").EnumerateArray().Select(value => value.GetString()));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Items, (await python.ReadAsync()).GetProperty("items").GetInt32());
        }

        Assert.Equal(10_000_000, (await python.ReadAsync()).GetProperty("value").GetProperty("$bin").GetString()!.Length);
    }

    [Fact]
    public async Task A_key_that_is_not_allowed_gets_a_time_out_in_Python()
    {
        await using PeerProcess python = await CallAsync(CurveKeys.ClientOfTheirs(), Call("add_42", 1));

        Assert.Equal("TimeoutExpired", (await python.ReadAsync()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task So_does_a_client_with_another_server_s_key_or_without_CURVE()
    {
        _clients.Add(CurveKeys.Client.PublicKey);
        using var others = CurveKeyPair.Generate();
        await using PeerProcess wrong = await CallAsync(CurveKeys.ClientOfTheirs(server: others.PublicKey), Call("add_42", 1));
        await using PeerProcess plain = await Peer.Python.CallAsync(new { connect = _endpoint, timeout = 2 }, Call("add_42", 1));

        Assert.Equal("TimeoutExpired", (await wrong.ReadAsync()).GetProperty("error").GetString());
        Assert.Equal("TimeoutExpired", (await plain.ReadAsync()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Keys_are_exchanged_while_the_server_runs()
    {
        using var second = CurveKeyPair.Generate();
        _clients.Add(CurveKeys.Client.PublicKey, "anne");
        await using PeerProcess before = await CallAsync(CurveKeys.ClientOfTheirs(), Call("who"));
        Assert.Equal("anne", (await before.ReadAsync()).GetProperty("value")[1].GetString());

        _clients.ReplaceWith(new CurveAllowedClients(second.PublicKey));

        await using PeerProcess after = await CallAsync(CurveKeys.ClientOfTheirs(second), Call("who"));
        await using PeerProcess outdated = await CallAsync(CurveKeys.ClientOfTheirs(), Call("who"));
        Assert.Equal(second.PublicKey.ToString(), (await after.ReadAsync()).GetProperty("value")[0].GetString());
        Assert.Equal("TimeoutExpired", (await outdated.ReadAsync()).GetProperty("error").GetString());
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<PeerProcess> CallAsync(Dictionary<string, object> curve, params object?[][] calls) =>
        Peer.Python.CallAsync(new { connect = _endpoint, curve, timeout = 3, heartbeat = 30 }, calls);
}
