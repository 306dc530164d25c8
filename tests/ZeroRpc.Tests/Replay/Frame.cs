using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Replay;

/// <summary>What moves independently within a channel: each is compared in its own order.</summary>
internal enum Lane
{
    Data,
    Heartbeats,
    Grants,
}

/// <summary>An event as it crossed the wire.</summary>
/// <param name="ms">When, on the transcript's clock.</param>
/// <param name="body">Its bytes.</param>
/// <param name="heard">How many of the peer's data events had come on its channel before.</param>
internal sealed class Frame(double ms, ReadOnlyMemory<byte> body, int heard)
{
    private const int MaxDepth = 100;

    public Frame(ReadOnlyMemory<byte> body)
        : this(0, body, 0)
    {
    }

    public double Ms => ms;

    public ReadOnlyMemory<byte> Body => body;

    public int Heard => heard;

    public IncomingEvent Event { get; } = Parse(body);

    public EventKind Kind => Event.Kind;

    public string Name => Event.NameText;

    public object? Args => Untyped.Read(Event.Args);

    public string ArgsText => Convert.ToHexString(Event.Args.Span);

    public bool OpensChannel => Event.Header.ResponseTo.IsNone;

    public MessageId Channel => OpensChannel ? Event.Header.Id : Event.Header.ResponseTo;

    public Lane Lane => Kind switch
    {
        EventKind.Heartbeat => Lane.Heartbeats,
        EventKind.More => Lane.Grants,
        _ => Lane.Data,
    };

    /// <summary>Whether the first header key is Python's; Node begins with <c>v</c>.</summary>
    public bool IsOfPython => Event.RawHeader.Span[2..].StartsWith("message_id"u8);

    /// <summary>The header's bytes; of an id that is random only type and length.</summary>
    public string HeaderText => Convert.ToHexString((OpensChannel ? this : WithId(Masked(Event.Header.Id))).Event.RawHeader.Span);

    /// <summary>The header entries of a request that are not the protocol's.</summary>
    public Dictionary<string, object?> FurtherHeaders =>
        ((Dictionary<string, object?>)Untyped.Read(Event.RawHeader)!).Where(entry => entry.Key is not ("message_id" or "v")).ToDictionary();

    /// <summary>The same event on a channel of another id.</summary>
    public Frame OnChannel(in MessageId channel) => Replacing(Channel, channel);

    /// <summary>The same event with another id of its own.</summary>
    public Frame WithId(in MessageId id) => Replacing(Event.Header.Id, id);

    /// <summary>A request as it is without the header entries that we add, which stand behind the protocol's own (section 11).</summary>
    public Frame WithoutAdded()
    {
        if (!OpensChannel)
        {
            return this;
        }

        var reader = new MessagePackReader(Event.RawHeader);
        List<ReadOnlyMemory<byte>> entries = [];
        for (int left = reader.ReadMapHeader(); left > 0; left--)
        {
            long start = reader.Consumed;
            string key = reader.ReadString()!;
            reader.Skip();
            if (!key.StartsWith("_zpc_", StringComparison.Ordinal))
            {
                entries.Add(Event.RawHeader[(int)start..(int)reader.Consumed]);
            }
        }

        byte[] header = [(byte)(0x80 | entries.Count), .. entries.SelectMany(entry => entry.ToArray())];
        return new Frame(ms, (byte[])[0x93, .. header, .. body.Span[(1 + Event.RawHeader.Length)..]], heard);
    }

    private Frame Replacing(in MessageId id, in MessageId replacement)
    {
        ReadOnlySpan<byte> bytes = body.Span;
        int at = bytes.IndexOf(id.Token);
        return new Frame(ms, (byte[])[.. bytes[..at], .. replacement.Token, .. bytes[(at + id.Length)..]], heard);
    }

    private static MessageId Masked(in MessageId id)
    {
        byte[] token = id.Token.ToArray();
        token.AsSpan(2).Fill((byte)'x');
        return new MessageId(token);
    }

    private static IncomingEvent Parse(ReadOnlyMemory<byte> body)
    {
        var message = new IncomingMessage(PeerRoute.None, body);
        Assert.True(EventReader.TryRead(message, MaxDepth, out IncomingEvent read, out string? problem), problem);
        return read;
    }
}
