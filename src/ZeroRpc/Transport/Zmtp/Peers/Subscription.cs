namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// How a subscriber says what it wants: since ZMTP 3.1 by the commands SUBSCRIBE and CANCEL, before that by messages whose first byte is 1 or
/// 0 (ZeroMQ RFC 37 and 23). libzmq takes either from anybody, and so do we.
/// </summary>
internal static class Subscription
{
    /// <summary>The frame that subscribes to everything.</summary>
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

    /// <summary>Gives what a command says to the peer's pipe; others say nothing of subscriptions.</summary>
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

    /// <summary>Gives what a message says to the peer's pipe; others mean nothing, for a subscriber has nothing else to say.</summary>
    public static void Read(ReadOnlySpan<byte> message, Pipe pipe)
    {
        if (message is [0 or 1, .. var topic])
        {
            pipe.OnSubscription(isOn: message[0] == 1, topic);
        }
    }
}
