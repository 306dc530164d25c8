namespace ZeroRpc;

/// <summary>What carries <c>tcp://</c> endpoints.</summary>
public enum ZeroRpcTcpTransport
{
    /// <summary>The NetMQ package.</summary>
    NetMq,

    /// <summary>
    /// This library's own peer, which speaks ZeroMQ's wire protocol (ZMTP 3) itself: faster, and it knows who is connected. NetMQ is not
    /// loaded then.
    /// </summary>
    Zmtp,
}
