using Microsoft.Extensions.Logging;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>What all connections of one socket have in common.</summary>
/// <param name="Role">The kind of socket.</param>
/// <param name="MaxMessageSize">The largest body taken, in bytes.</param>
/// <param name="HandshakeTime">How long connecting and the handshake may take.</param>
/// <param name="Sink">Where what comes goes to.</param>
/// <param name="Logger">Where to say what happens to connections.</param>
internal sealed record ConnectionSettings(SocketRole Role, int MaxMessageSize, TimeSpan HandshakeTime, SinkGuard Sink, ILogger Logger);
