namespace ZeroRpc.Transport;

/// <summary>What a transport must be told to be made.</summary>
/// <param name="Role">The kind of socket.</param>
/// <param name="MaxMessageSize">The largest body taken from the wire, in bytes; a peer that announces more is cut off.</param>
/// <param name="Linger">How long what was sent may take to leave after disposal.</param>
/// <param name="HighWaterMark">How many messages may wait on one connection, beyond which its peer counts as not reading; ZeroMQ's
/// default.</param>
internal sealed record TransportOptions(SocketRole Role, int MaxMessageSize, TimeSpan Linger, int HighWaterMark = 1000);
