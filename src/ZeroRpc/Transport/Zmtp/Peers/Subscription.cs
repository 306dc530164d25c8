namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Reads and writes subscriptions. Since ZMTP 3.1 they are the commands SUBSCRIBE and CANCEL; before, they were messages whose first byte
/// is 1 or 0 (ZeroMQ RFC 37 and 23). Like libzmq, this library accepts both forms from any peer.
/// </summary>
internal static class Subscription
{
    /// <summary>Returns the frame that subscribes to everything.</summary>
    public static byte[] ToAll(bool byCommand)
    {
        if (byCommand)
        {
            return Command.Frame("SUBSCRIBE"u8, []);
        }

        Span<byte> header = stackalloc byte[FrameHeader.MaxSize];
        int size = FrameHeader.Write(header, isCommand: false, hasMore: false, length: 1);
        return [.. header[..size], 1];
    }

    /// <summary>Passes a subscription command to the pipe of the peer. Ignores other commands.</summary>
    public static void Read(Command command, Pipe pipe)
    {
        if (command.Name.SequenceEqual("SUBSCRIBE"u8))
        {
            pipe.OnSubscription(isOn: true, command.Data);
        }
        else if (command.Name.SequenceEqual("CANCEL"u8))
        {
            pipe.OnSubscription(isOn: false, command.Data);
        }
    }

    /// <summary>
    /// Passes a subscription message to the pipe of the peer. Ignores other messages, because subscribers send nothing else.
    /// </summary>
    public static void Read(ReadOnlySpan<byte> message, Pipe pipe)
    {
        if (message is [0 or 1, .. var topic])
        {
            pipe.OnSubscription(isOn: message[0] == 1, topic);
        }
    }
}
