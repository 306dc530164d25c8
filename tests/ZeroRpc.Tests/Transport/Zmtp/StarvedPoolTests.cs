using System.Net.Sockets;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>
/// User code holds every thread of the pool, by the real clock. The other side is a bare socket with threads of its own, so that what is seen
/// is one side's doing: its heartbeats leave, the peer's are read, and a peer that is silent is lost.
/// </summary>
[Collection(nameof(Alone))]
public sealed class StarvedPoolTests : IDisposable
{
    private const int Beats = 6;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly string _peer;
    private readonly Socket _listener;

    public StarvedPoolTests() => _listener = BarePeer.Listen(out _peer);

    [Fact]
    public Task A_client_keeps_its_call_alive_and_gets_the_reply() => OnThreadOfItsOwn(() =>
    {
        using ZeroRpcClient client = NewClient();
        var result = new TaskCompletionSource<object?>();
        Thread caller = Call(client, result);
        using BarePeer peer = Accept();
        WireEvent request = Next(peer);
        using var pool = new BlockedThreadPool();

        for (int i = 0; i < Beats; i++)
        {
            Assert.Equal("_zpc_hb", Next(peer).Name);
            peer.SendEvent(Bytes.InChannel(request.MessageId, "_zpc_hb", Array.Empty<object>()));
        }

        Assert.False(result.Task.IsCompleted);
        peer.SendEvent(Bytes.InChannel(request.MessageId, "OK", new object[] { 42 }));
        caller.Join();
        Assert.Equal(42L, result.Task.Result);
    });

    [Fact]
    public Task A_client_loses_a_silent_server() => OnThreadOfItsOwn(() =>
    {
        using ZeroRpcClient client = NewClient();
        var result = new TaskCompletionSource<object?>();
        Thread caller = Call(client, result);
        using BarePeer peer = Accept();
        Next(peer);
        using var pool = new BlockedThreadPool();

        caller.Join();

        Assert.IsType<LostRemoteException>(result.Task.Exception!.InnerException);
    });

    [Fact]
    public Task A_server_keeps_its_caller_and_replies() => OnThreadOfItsOwn(() =>
    {
        using var release = new ManualResetEventSlim();
        using var server = new OwnServer(release);
        using var peer = BarePeer.Connect(server.Endpoint);
        peer.Handshake("DEALER");
        peer.SendEvent(Bytes.Request("id", "hold"));
        using var pool = new BlockedThreadPool();

        for (int i = 0; i < Beats; i++)
        {
            Assert.Equal("_zpc_hb", Next(peer).Name);
            peer.SendEvent(Bytes.InChannel("id", "_zpc_hb", Array.Empty<object>()));
        }

        Assert.False(server.IsLost);
        release.Set();
        Assert.Contains("OK", NextNames(peer));
    });

    [Fact]
    public Task A_server_loses_a_silent_caller() => OnThreadOfItsOwn(() =>
    {
        using var release = new ManualResetEventSlim();
        using var server = new OwnServer(release);
        using var peer = BarePeer.Connect(server.Endpoint);
        peer.Handshake("DEALER");
        peer.SendEvent(Bytes.Request("id", "hold"));
        using var pool = new BlockedThreadPool();

        // Its callbacks are user code, which waits for the pool; what it says does not.
        Assert.True(SpinWait.SpinUntil(() => server.IsLost, Hang.Guard));
        release.Set();
    });

    [Fact]
    public Task Calls_started_together_leave_though_they_were_left_to_the_pool() => OnThreadOfItsOwn(() =>
    {
        using ZeroRpcClient client = NewClient();
        using var pool = new BlockedThreadPool();
        Task[] calls = [.. Enumerable.Range(0, 100).Select(_ => client.InvokeAsync("method"))];
        using BarePeer peer = Accept();

        for (int seen = 0; seen < calls.Length;)
        {
            seen += Next(peer).Name == "method" ? 1 : 0;
        }

        Task[] later = [.. Enumerable.Range(0, 100).Select(_ => client.InvokeAsync("later"))];
        for (int seen = 0; seen < later.Length;)
        {
            seen += Next(peer).Name == "later" ? 1 : 0;
        }
    });

    public void Dispose() => _listener.Dispose();

    private ZeroRpcClient NewClient() =>
        new(_peer, new ZeroRpcClientOptions { Heartbeat = Interval });

    private static Thread Call(ZeroRpcClient client, TaskCompletionSource<object?> result)
    {
        var thread = new Thread(() =>
        {
            try
            {
                result.SetResult(client.Invoke<object?>("method"));
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        });
        thread.Start();
        return thread;
    }

    private BarePeer Accept()
    {
        BarePeer peer = BarePeer.Accept(_listener);
        peer.Handshake("ROUTER");
        return peer;
    }

    private static WireEvent Next(BarePeer peer) => WireEvent.Decode(peer.ReadEvent());

    private static IEnumerable<string> NextNames(BarePeer peer)
    {
        for (int i = 0; i < Beats; i++)
        {
            yield return Next(peer).Name;
        }
    }

    private static Task OnThreadOfItsOwn(Action work) =>
        Task.Factory.StartNew(work, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).OrHang();

    /// <summary>A server whose method holds until it is released, and tells when its caller is lost.</summary>
    private sealed class OwnServer : IDisposable
    {
        private readonly ZeroRpcServer _server = new(
            new ZeroRpcServerOptions { Heartbeat = Interval, StopTimeout = TimeSpan.Zero });

        private CancellationToken _caller;

        public OwnServer(ManualResetEventSlim release)
        {
            _server.AddMethod("hold", (CancellationToken lost) =>
            {
                _caller = lost;
                release.Wait(Hang.Guard, CancellationToken.None);
            });
            Endpoint = _server.Bind("tcp://127.0.0.1:0");
            _server.Start();
        }

        public string Endpoint { get; }

        public bool IsLost => _caller.IsCancellationRequested;

        public void Dispose() => _ = _server.DisposeAsync().AsTask();
    }
}
