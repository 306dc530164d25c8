using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Transport;

namespace ZeroRpc.InteropTests.OwnPeer;

/// <summary>
/// Our own peer as pusher, puller, publisher and subscriber, and bare sockets of libzmq (Python's and Node's), XPUB and XSUB among them: every
/// message arrives whole and in order, whoever listens, over tcp and over Unix domain sockets.
/// </summary>
public sealed class OneWayLibzmqTests
{
    public static MatrixTheoryData<string, string, bool, string> ToSubscribers { get; } =
        new(["Python", "Node"], ["tcp", "file"], [true, false], ["sub", "xsub"]);

    public static MatrixTheoryData<string, string, bool, string> FromPublishers { get; } =
        new(["Python", "Node"], ["tcp", "file"], [true, false], ["pub", "xpub"]);

    public static MatrixTheoryData<string, string, bool> Pushes { get; } = new(["Python", "Node"], ["tcp", "file"], [true, false]);

    [Theory]
    [MemberData(nameof(Pushes))]
    public async Task What_we_push_is_pulled_whole(string name, string where, bool weListen)
    {
        await using var ours = new OwnSocket(SocketRole.Push);
        await using PeerProcess theirs = await MeetAsync(ours, "pull", name, where, weListen);

        Libzmq.SendAll(ours);

        await Libzmq.AssertWholeAsync(theirs);
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public async Task What_is_pushed_to_us_comes_whole(string name, string where, bool weListen)
    {
        await using var ours = new OwnSocket(SocketRole.Pull);
        await using PeerProcess theirs = await MeetAsync(ours, "push", name, where, weListen);

        await Libzmq.AssertAllComeAsync(ours);
    }

    [Theory]
    [MemberData(nameof(ToSubscribers))]
    public async Task What_we_publish_is_heard_whole(string name, string where, bool weListen, string type)
    {
        await using var ours = new OwnSocket(SocketRole.Publish);
        await using PeerProcess theirs = await MeetAsync(ours, type, name, where, weListen);
        await ours.ConnectedAsync();

        Libzmq.SendAll(ours);

        await Libzmq.AssertWholeAsync(theirs);
        theirs.Kill();
        await ours.DisconnectedAsync();
    }

    [Theory]
    [MemberData(nameof(FromPublishers))]
    public async Task What_is_published_to_us_comes_whole(string name, string where, bool weListen, string type)
    {
        await using var ours = new OwnSocket(SocketRole.Subscribe);
        await using PeerProcess theirs = await MeetAsync(ours, type, name, where, weListen);
        if (type == "pub")
        {
            Assert.Equal(Libzmq.Hello, (await ours.NextAsync()).Body.ToArray());
            await theirs.WriteAsync("heard");
        }

        await Libzmq.AssertAllComeAsync(ours);
    }

    private static Task<PeerProcess> MeetAsync(OwnSocket ours, string type, string name, string where, bool weListen) =>
        Libzmq.MeetAsync(ours, "flow", name, where, weListen, new Dictionary<string, object> { ["type"] = type, ["sizes"] = Libzmq.Sizes });
}
