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

    /// <summary>The header's bytes; without the event's own id where that is random.</summary>
    public string HeaderText => Convert.ToHexString((OpensChannel ? this : WithId(new MessageId([0xc0]))).Event.RawHeader.Span);

    /// <summary>The header entries of a request that are not the protocol's.</summary>
    public Dictionary<string, object?> FurtherHeaders =>
        ((Dictionary<string, object?>)Untyped.Read(Event.RawHeader)!).Where(entry => entry.Key is not ("message_id" or "v")).ToDictionary();

    /// <summary>The same event on a channel of another id.</summary>
    public Frame OnChannel(in MessageId channel) => Replacing(Channel, channel);

    /// <summary>The same event with another id of its own.</summary>
    public Frame WithId(in MessageId id) => Replacing(Event.Header.Id, id);

    private Frame Replacing(in MessageId id, in MessageId replacement)
    {
        ReadOnlySpan<byte> bytes = body.Span;
        int at = bytes.IndexOf(id.Token);
        return new Frame(ms, (byte[])[.. bytes[..at], .. replacement.Token, .. bytes[(at + id.Length)..]], heard);
    }

    private static IncomingEvent Parse(ReadOnlyMemory<byte> body)
    {
        bool isEvent = EventReader.TryRead(new IncomingMessage(PeerRoute.None, body), MaxDepth, out IncomingEvent read, out string? problem);
        Assert.True(isEvent, problem);
        return read;
    }
}
