namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Combines the frames of one connection to messages and removes their envelope. It is as tolerant as Python: the last frame is the event,
/// the one before it is the delimiter whatever its content, and all frames before that are the identities of devices (docs/protocol.md,
/// section 1).
/// </summary>
internal sealed class MessageReader(Pipe pipe, bool hasEnvelope = true)
{
    /// <summary>The largest number of devices between two peers. Devices are rare.</summary>
    public const int MaxDevices = 15;

    private const int MaxFrames = MaxDevices + 2;

    private readonly List<ReadOnlyMemory<byte>> _before = [];

    /// <summary>Adds a frame. Returns true if it is the last frame of a message.</summary>
    /// <exception cref="PeerFault">The message has too many frames.</exception>
    public bool TryAdd(in Frame frame, out IncomingMessage message)
    {
        message = default;
        if (!frame.Header.HasMore)
        {
            message = new IncomingMessage(hasEnvelope ? pipe.RouteThrough(Devices()) : pipe.Route, frame.Bytes, frame.Memory);
            _before.Clear();
            return true;
        }

        if (_before.Count == MaxFrames - 1)
        {
            throw new PeerFault($"it sends a message of more than {MaxFrames} frames");
        }

        _before.Add(frame.Bytes.IsEmpty ? ReadOnlyMemory<byte>.Empty : frame.Keep());
        return false;
    }

    private ReadOnlySpan<ReadOnlyMemory<byte>> Devices() =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_before)[..Math.Max(0, _before.Count - 1)];
}
