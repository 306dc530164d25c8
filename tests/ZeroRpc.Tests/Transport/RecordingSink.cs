using System.Threading.Channels;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport;

/// <summary>A sink that keeps what it is told, for a test to wait for; nothing is waited for longer than the hang guard.</summary>
internal sealed class RecordingSink : ITransportSink
{
    public static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(30);

    private readonly Channel<IncomingMessage> _messages = Channel.CreateUnbounded<IncomingMessage>();
    private readonly Channel<(PeerRoute Route, string Reason)> _malformed = Channel.CreateUnbounded<(PeerRoute, string)>();
    private readonly Channel<PeerRoute> _came = Channel.CreateUnbounded<PeerRoute>();
    private readonly Channel<DropReason> _dropped = Channel.CreateUnbounded<DropReason>();
    private readonly Channel<PeerRoute> _gone = Channel.CreateUnbounded<PeerRoute>();

    /// <summary>What to do with each message before it is kept.</summary>
    public Action<IncomingMessage>? OnEach { get; set; }

    public int MessagesWaiting => _messages.Reader.Count;

    public void OnMessage(in IncomingMessage message)
    {
        IncomingMessage kept = message.Kept();
        try
        {
            OnEach?.Invoke(kept);
        }
        finally
        {
            _messages.Writer.TryWrite(kept);
        }
    }

    public void OnMalformed(PeerRoute route, string reason) => _malformed.Writer.TryWrite((route, reason));

    public void OnPeerCame(PeerRoute route) => _came.Writer.TryWrite(route);

    public void OnPeerGone(PeerRoute route) => _gone.Writer.TryWrite(route);

    public void OnDropped(DropReason reason) => _dropped.Writer.TryWrite(reason);

    public Task<DropReason> NextDroppedAsync() => NextOf(_dropped);

    public Task<IncomingMessage> NextAsync() => NextOf(_messages);

    public Task<(PeerRoute Route, string Reason)> NextMalformedAsync() => NextOf(_malformed);

    public Task<PeerRoute> NextCameAsync() => NextOf(_came);

    public Task<PeerRoute> NextGoneAsync() => NextOf(_gone);

    private static Task<T> NextOf<T>(Channel<T> channel) =>
        channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(HangGuard);
}

/// <summary>The origin of a message: withdrawn when a test says so, and it says when it was sent.</summary>
internal sealed class TestOrigin : IMessageOrigin
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsWithdrawn { get; set; }

    public PeerRoute? Route { get; private set; }

    public Task Sent => _sent.Task.WaitAsync(RecordingSink.HangGuard);

    public bool IsSent => _sent.Task.IsCompleted;

    public void OnSent(PeerRoute route)
    {
        Route = route;
        _sent.TrySetResult();
    }
}
