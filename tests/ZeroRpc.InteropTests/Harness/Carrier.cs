namespace ZeroRpc.InteropTests.Harness;

/// <summary>What carries a test's messages: the scheme of its endpoints, and whose sockets are on our side.</summary>
public sealed record Carrier(bool IsNetMq, bool IsIpc)
{
    /// <summary>tcp, by our own peer.</summary>
    public static Carrier Tcp { get; } = new(IsNetMq: false, IsIpc: false);

    /// <summary>tcp, by NetMQ.</summary>
    public static Carrier NetMq { get; } = new(IsNetMq: true, IsIpc: false);

    /// <summary>Unix domain sockets.</summary>
    public static Carrier Ipc { get; } = new(IsNetMq: false, IsIpc: true);

    /// <summary>An endpoint to bind; for tcp whoever binds says which port it got.</summary>
    public string NewEndpoint() => IsIpc ? TemporaryFolder.NewIpcEndpoint() : Peer.AnyPort;

    /// <summary>Options that go by this carrier.</summary>
    public T Carried<T>(T options)
        where T : ZeroRpcOptions => IsNetMq ? options.UseNetMq() : options;
}
