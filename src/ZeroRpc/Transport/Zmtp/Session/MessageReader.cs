namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Puts the frames of one connection together to messages and takes their envelope off, as leniently as Python does: the last frame is the
/// event, the one before it the delimiter whatever it holds, all before that the identities of devices (docs/protocol.md, section 1).
/// </summary>
internal sealed class MessageReader(Pipe pipe, bool hasEnvelope = true)
{
    /// <summary>The most devices on a message's way: there are hardly ever any.</summary>
    public const int MaxDevices = 15;

    private const int MaxFrames = MaxDevices + 2;

    private readonly List<ReadOnlyMemory<byte>> _before = [];

    /// <summary>Takes a frame; true when it is the last of a message.</summary>
    /// <exception cref="PeerFault">The message has more frames than may be.</exception>
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
