namespace ZeroRpc.InteropTests.Harness;

/// <summary>What carries a test's messages: the scheme of its endpoints, and whose sockets are on our side.</summary>
public sealed record Carrier(ZeroRpcTcpTransport TcpTransport, bool IsIpc)
{
    /// <summary>tcp, by NetMQ.</summary>
    public static Carrier NetMq { get; } = new(ZeroRpcTcpTransport.NetMq, IsIpc: false);

    /// <summary>tcp, by our own peer.</summary>
    public static Carrier OwnTcp { get; } = new(ZeroRpcTcpTransport.Zmtp, IsIpc: false);

    /// <summary>Unix domain sockets, which only our own peer has.</summary>
    public static Carrier Ipc { get; } = new(ZeroRpcTcpTransport.NetMq, IsIpc: true);

    /// <summary>An endpoint to bind; for tcp whoever binds says which port it got.</summary>
    public string NewEndpoint() => IsIpc ? $"ipc://{Path.GetTempPath()}zerorpc-{Guid.NewGuid():N}" : Peer.AnyPort;
}
