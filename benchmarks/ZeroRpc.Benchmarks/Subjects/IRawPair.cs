namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>
/// A dealer and a router that echoes, each used by one blocking thread and no library of ours. A message is a delimiter and a body; a body of
/// 4 bytes asks for a stream of so many messages of 100 bytes.
/// </summary>
internal interface IRawPair : IDisposable
{
    /// <summary>Whose sockets they are.</summary>
    string Name { get; }

    /// <summary>Sends a request.</summary>
    void Send(byte[] body);

    /// <summary>Receives a reply, and forgets it.</summary>
    void Receive();
}
