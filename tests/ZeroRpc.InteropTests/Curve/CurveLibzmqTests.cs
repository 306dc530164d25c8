using ZeroRpc.InteropTests.Harness;
using ZeroRpc.InteropTests.OwnPeer;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.InteropTests.Curve;

/// <summary>
/// Sockets of ours and of libzmq (Python's and Node's) by CURVE: every type, either side the server of CURVE, either side listening, over tcp and
/// over Unix domain sockets.
/// </summary>
public sealed class CurveLibzmqTests
{
    public static MatrixTheoryData<string, string, bool, bool> Combinations { get; } =
        new(["Python", "Node"], ["tcp", "file"], [true, false], [true, false]);

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_router_sends_back_what_our_dealer_sent(string name, string where, bool weListen, bool weServe)
    {
        (ISecurity security, Dictionary<string, object> curve) = CurveKeys.Sides(weServe);
        await using var ours = new OwnSocket(SocketRole.Dealer, security);
        await using PeerProcess theirs = await EchoAsync(ours, "router", name, where, weListen, curve);

        await Libzmq.AssertAllComesBackAsync(ours, PeerRoute.None);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_dealer_sends_back_what_our_router_sent(string name, string where, bool weListen, bool weServe)
    {
        (ISecurity security, Dictionary<string, object> curve) = CurveKeys.Sides(weServe);
        await using var ours = new OwnSocket(SocketRole.Router, security);
        await using PeerProcess theirs = await EchoAsync(ours, "dealer", name, where, weListen, curve);
        IncomingMessage hello = await ours.NextAsync();
        Assert.Equal("hello"u8, hello.Body.Span);
        Assert.Equal((weServe ? CurveKeys.Client : CurveKeys.Server).PublicKey.ToString(), hello.Route.Principal!.Key);

        await Libzmq.AssertAllComesBackAsync(ours, hello.Route);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task What_we_push_is_pulled_whole(string name, string where, bool weListen, bool weServe)
    {
        (ISecurity security, Dictionary<string, object> curve) = CurveKeys.Sides(weServe);
        await using var ours = new OwnSocket(SocketRole.Push, security);
        await using PeerProcess theirs = await FlowAsync(ours, "pull", name, where, weListen, curve);

        Libzmq.SendAll(ours);

        await Libzmq.AssertWholeAsync(theirs);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task What_is_pushed_to_us_comes_whole(string name, string where, bool weListen, bool weServe)
    {
        (ISecurity security, Dictionary<string, object> curve) = CurveKeys.Sides(weServe);
        await using var ours = new OwnSocket(SocketRole.Pull, security);
        await using PeerProcess theirs = await FlowAsync(ours, "push", name, where, weListen, curve);

        await Libzmq.AssertAllComeAsync(ours);
    }

    [Theory]
    [InlineData("Python", "sub", true)]
    [InlineData("Python", "xsub", false)]
    [InlineData("Node", "sub", false)]
    [InlineData("Node", "xsub", true)]
    public async Task What_we_publish_is_heard_whole(string name, string type, bool weServe)
    {
        (ISecurity security, Dictionary<string, object> curve) = CurveKeys.Sides(weServe);
        await using var ours = new OwnSocket(SocketRole.Publish, security);
        await using PeerProcess theirs = await FlowAsync(ours, type, name, "tcp", weListen: true, curve);
        await ours.ConnectedAsync();

        Libzmq.SendAll(ours);

        await Libzmq.AssertWholeAsync(theirs);
    }

    [Theory]
    [InlineData("Python", "pub", true)]
    [InlineData("Python", "xpub", false)]
    [InlineData("Node", "pub", false)]
    [InlineData("Node", "xpub", true)]
    public async Task What_is_published_to_us_comes_whole(string name, string type, bool weServe)
    {
        (ISecurity security, Dictionary<string, object> curve) = CurveKeys.Sides(weServe);
        await using var ours = new OwnSocket(SocketRole.Subscribe, security);
        await using PeerProcess theirs = await FlowAsync(ours, type, name, "tcp", weListen: false, curve);
        if (type == "pub")
        {
            Assert.Equal(Libzmq.Hello, (await ours.NextAsync()).Body.ToArray());
            await theirs.WriteAsync("heard");
        }

        await Libzmq.AssertAllComeAsync(ours);
    }

    private static Task<PeerProcess> EchoAsync(
        OwnSocket ours, string type, string name, string where, bool weListen, Dictionary<string, object> curve) =>
        Libzmq.MeetAsync(ours, "echo", name, where, weListen, new Dictionary<string, object> { ["type"] = type, ["curve"] = curve });

    private static Task<PeerProcess> FlowAsync(
        OwnSocket ours, string type, string name, string where, bool weListen, Dictionary<string, object> curve) =>
        Libzmq.MeetAsync(
            ours,
            "flow",
            name,
            where,
            weListen,
            new Dictionary<string, object> { ["type"] = type, ["sizes"] = Libzmq.Sizes, ["curve"] = curve });
}
