namespace ZeroRpc.Transport.Zmtp;

/// <summary>The mechanism NULL, which protects nothing. Each side sends READY, or ERROR with a reason.</summary>
internal sealed class NullMechanism(SocketRole role) : IMechanism
{
    /// <inheritdoc/>
    public string Name => "NULL";

    /// <inheritdoc/>
    public bool IsServer => false;

    /// <inheritdoc/>
    public PeerProperties? Peer { get; private set; }

    /// <inheritdoc/>
    public PeerPrincipal? Principal => null;

    /// <inheritdoc/>
    public IFrameCipher? Cipher => null;

    /// <inheritdoc/>
    public string? Suspicion => null;

    /// <inheritdoc/>
    public byte[] Begin() => Command.Frame("READY"u8, PeerProperties.Write(role));

    /// <inheritdoc/>
    public byte[] OnCommand(Command command)
    {
        if (command.Name.SequenceEqual("ERROR"u8))
        {
            throw new PeerFault($"it refuses us: {Printable.Of(command.Data.IsEmpty ? [] : command.Data[1..])}") { IsRefusal = true };
        }

        if (!command.Name.SequenceEqual("READY"u8))
        {
            throw new PeerFault($"it says {Printable.Of(command.Name)} where READY belongs");
        }

        Peer = PeerProperties.Read(command.Data);
        return [];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
