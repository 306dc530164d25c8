using System.Text;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Transport;

namespace ZeroRpc.InteropTests.OwnPeer;

/// <summary>
/// Our own ZeroMQ peer and bare sockets of libzmq (Python's and Node's), which send back what comes: both roles, whoever listens, over tcp,
/// and Unix domain sockets with a file and without.
/// </summary>
public sealed class LibzmqTests
{
    public static MatrixTheoryData<string, string, bool> Combinations { get; } =
        new(["Python", "Node"], ["tcp", "file", "abstract"], [true, false]);

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_dealer_of_ours_gets_back_from_a_router_what_it_sent(string name, string where, bool weListen)
    {
        await using var ours = new OwnSocket(SocketRole.Dealer);
        await using PeerProcess theirs = await MeetAsync(ours, "router", name, where, weListen);

        await Libzmq.AssertAllComesBackAsync(ours, PeerRoute.None);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_router_of_ours_gets_back_from_a_dealer_what_it_sent(string name, string where, bool weListen)
    {
        await using var ours = new OwnSocket(SocketRole.Router);
        await using PeerProcess theirs = await MeetAsync(ours, "dealer", name, where, weListen);
        IncomingMessage hello = await ours.NextAsync();
        Assert.Equal("hello"u8, hello.Body.Span);

        await Libzmq.AssertAllComesBackAsync(ours, hello.Route);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_dealer_s_identity_is_its_route(string name, string where, bool weListen)
    {
        await using var ours = new OwnSocket(SocketRole.Router);
        await using PeerProcess theirs = await MeetAsync(ours, "dealer", name, where, weListen, identity: "me");

        IncomingMessage hello = await ours.NextAsync();

        Assert.Equal(new PeerRoute("me"u8.ToArray()), hello.Route);
        theirs.Kill();
        Assert.Equal(hello.Route, await ours.NextGoneAsync());
    }

    [Theory]
    [InlineData("Python", "router")]
    [InlineData("Node", "router")]
    [InlineData("Python", "dealer")]
    [InlineData("Node", "dealer")]
    public async Task What_many_threads_send_at_once_comes_back_in_each_ones_order(string name, string type)
    {
        const int Threads = 4;
        const int Each = 5_000;
        await using var ours = new OwnSocket(type == "router" ? SocketRole.Dealer : SocketRole.Router);
        await using PeerProcess theirs = await MeetAsync(ours, type, name, "file", weListen: true);
        PeerRoute route = type == "router" ? PeerRoute.None : (await ours.NextAsync()).Route;

        Task sending = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                ours.Send(route, Encoding.ASCII.GetBytes($"{thread} {i}"));
            }
        })));

        int[] next = new int[Threads];
        for (int i = 0; i < Threads * Each; i++)
        {
            string[] parts = Encoding.ASCII.GetString((await ours.NextAsync()).Body.Span).Split(' ');
            Assert.Equal($"{next[parts[0][0] - '0']++}", parts[1]);
        }

        await sending;
    }

    /// <summary>500 by default, 10,000 with <c>ZERORPC_LONG=1</c>.</summary>
    [Theory]
    [InlineData("tcp")]
    [InlineData("file")]
    public async Task Peers_that_come_and_go_are_all_answered_and_leave_nothing_behind(string where)
    {
        int peers = Environment.GetEnvironmentVariable("ZERORPC_LONG") == "1" ? 10_000 : 500;
        await using var ours = new OwnSocket(SocketRole.Router);
        string endpoint = ours.Transport.Bind(Libzmq.NewEndpoint(where));
        int descriptors = Descriptors();
        await using PeerProcess theirs = await Peer.Python.StartAsync("echo", new { connect = endpoint, peers });

        for (int i = 0; i < peers; i++)
        {
            IncomingMessage message = await ours.NextAsync();
            ours.Send(message.Route, message.Body.ToArray());
        }

        Assert.Equal(peers, (await theirs.ReadAsync()).GetProperty("peers").GetInt32());
        for (int i = 0; i < peers; i++)
        {
            await ours.NextGoneAsync();
        }

        Assert.False(ours.Transport.IsConnected);
        Assert.InRange(Descriptors(), 0, descriptors + 20); // Those of the process itself come and go.
    }

    private static int Descriptors() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    private static Task<PeerProcess> MeetAsync(
        OwnSocket ours, string type, string name, string where, bool weListen, string? identity = null)
    {
        var options = new Dictionary<string, object> { ["type"] = type };
        if (identity is not null)
        {
            options["identity"] = identity;
        }

        return Libzmq.MeetAsync(ours, "echo", name, where, weListen, options);
    }
}
