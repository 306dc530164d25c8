namespace ZeroRpc.Tests.Curve;

/// <summary>Options of CURVE that cannot work are refused when they are set, or when an endpoint is named.</summary>
public sealed class CurveOptionsTests
{
    private static readonly CurveKeyPair ServerKeys = CurveTransports.ServerKeys;

    [Fact]
    public void A_server_that_is_not_told_which_clients_it_admits_is_not_made()
    {
        var error = Assert.Throws<ArgumentException>(() => new ZeroRpcServerOptions().UseCurve(new CurveServerOptions { Keys = ServerKeys }));

        Assert.Equal(
            "A server with CURVE must be told which clients it admits: set AllowedClients or Authenticate, or AllowAnyClient if any key will do.",
            error.Message);
    }

    [Fact]
    public void NetMQ_cannot_secure_connections_so_both_together_are_refused_in_either_order()
    {
        var curve = new CurveServerOptions { Keys = ServerKeys, AllowAnyClient = true };

        var one = Assert.Throws<ArgumentException>(() => new ZeroRpcServer(new ZeroRpcServerOptions().UseNetMq().UseCurve(curve)));
        var other = Assert.Throws<ArgumentException>(() => new ZeroRpcServer(new ZeroRpcServerOptions().UseCurve(curve).UseNetMq()));

        Assert.StartsWith("UseCurve and UseNetMq exclude each other", one.Message, StringComparison.Ordinal);
        Assert.Equal(one.Message, other.Message);
    }

    [Fact]
    public async Task Memory_has_no_keys_so_inproc_is_refused_where_it_is_named()
    {
        await using var server = new ZeroRpcServer(
            new ZeroRpcServerOptions().UseCurve(new CurveServerOptions { Keys = ServerKeys, AllowAnyClient = true }));
        await using var client = new ZeroRpcClient(new ZeroRpcClientOptions().UseCurve(new CurveClientOptions { ServerKey = ServerKeys.PublicKey }));
        await using var pusher = new ZeroRpcPusher(new ZeroRpcPusherOptions().UseCurve(new CurveClientOptions { ServerKey = ServerKeys.PublicKey }));

        Assert.All(
            new Action[] { () => server.Bind("inproc://a"), () => client.Connect("inproc://a"), () => client.Bind("inproc://b"), () => pusher.Connect("inproc://a") },
            use => Assert.StartsWith(
                "inproc:// endpoints and UseCurve exclude each other", Assert.Throws<ZeroRpcEndpointException>(use).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_is_told_twice_is_not_made_either()
    {
        var both = new CurveServerOptions { Keys = ServerKeys, AllowedClients = new CurveAllowedClients(), AllowAnyClient = true };

        var error = Assert.Throws<ArgumentException>(() => new ZeroRpcServerOptions().UseCurve(both));

        Assert.StartsWith("Only one of", error.Message, StringComparison.Ordinal);
    }
}
