using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.InteropTests.OwnPeer;

/// <summary>A socket of our own ZeroMQ peer, without the layers above, and what came to it.</summary>
internal sealed class OwnSocket : ITransportSink, IAsyncDisposable
{
    private const int MaxMessageSize = 4 * 1024 * 1024;

    private readonly Channel<IncomingMessage> _messages = Channel.CreateUnbounded<IncomingMessage>();
    private readonly Channel<string> _malformed = Channel.CreateUnbounded<string>();
    private readonly Channel<PeerRoute> _gone = Channel.CreateUnbounded<PeerRoute>();

    private TaskCompletionSource _changed = NewSignal();

    public OwnSocket(SocketRole role, ISecurity? security = null)
    {
        var options = new TransportOptions(role, MaxMessageSize, TimeSpan.FromSeconds(1), HighWaterMark: int.MaxValue) { Security = security };
        Transport = new ZmtpTransport(options, NullLogger.Instance);
        Transport.Start(this);
    }

    public ITransport Transport { get; }

    public void Send(PeerRoute route, byte[] body) => Transport.Send(new OutgoingMessage(route, body));

    public Task<IncomingMessage> NextAsync() => NextOf(_messages);

    public Task<string> NextMalformedAsync() => NextOf(_malformed);

    public Task ConnectedAsync() => ConnectedAsync(true).OrHang();

    public Task DisconnectedAsync() => ConnectedAsync(false).OrHang();

    public Task<PeerRoute> NextGoneAsync() => NextOf(_gone);

    public void OnMessage(in IncomingMessage message) => _messages.Writer.TryWrite(message.Kept());

    public void OnMalformed(PeerRoute route, string reason) => _malformed.Writer.TryWrite(reason);

    public void OnPeerGone(PeerRoute route) => _gone.Writer.TryWrite(route);

    public void OnConnectionChanged() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    public ValueTask DisposeAsync() => Transport.DisposeAsync();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ConnectedAsync(bool wanted)
    {
        while (Volatile.Read(ref _changed).Task is var changed && Transport.IsConnected != wanted)
        {
            await changed;
        }
    }

    private static Task<T> NextOf<T>(Channel<T> channel) =>
        channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().OrHang();
}
