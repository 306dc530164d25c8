using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.NetMq;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport;

/// <summary>A started transport with the sink it delivers to.</summary>
internal sealed record Started(ITransport Transport, RecordingSink Sink) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Transport.DisposeAsync();

    public void Send(string body, PeerRoute? route = null, IMessageOrigin? origin = null) =>
        Transport.Send(new OutgoingMessage(route ?? PeerRoute.None, Encoding.UTF8.GetBytes(body), origin));
}

/// <summary>How tests make transports.</summary>
internal static class Transports
{
    public const int MaxMessageSize = 1_000_000;

    public static TransportOptions Options(SocketRole role, int highWaterMark = 1000) =>
        new(role, MaxMessageSize, TimeSpan.FromSeconds(1), highWaterMark);

    public static Started Start(ITransport transport)
    {
        var sink = new RecordingSink();
        transport.Start(sink);
        return new Started(transport, sink);
    }

    public static Started StartNetMq(SocketRole role, int highWaterMark = 1000) =>
        Start(new NetMqTransport(Options(role, highWaterMark), NullLogger.Instance));

    public static Started StartZmtp(SocketRole role, ILogger? logger = null, int highWaterMark = 1000, IoLoops? loops = null) =>
        Start(new ZmtpTransport(Options(role, highWaterMark), logger ?? NullLogger.Instance, loops: loops));

    public static string Text(this IncomingMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    /// <summary>Waits until something that no signal tells of has come about, looking again and again.</summary>
    public static async Task UntilAsync(Func<bool> condition, TimeSpan? guard = null)
    {
        using var hang = new CancellationTokenSource(guard ?? RecordingSink.HangGuard);
        while (!condition())
        {
            hang.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
