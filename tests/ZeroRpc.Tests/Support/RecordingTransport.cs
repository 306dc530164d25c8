using MessagePack;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Support;

/// <summary>A transport that keeps what is sent and delivers what the test says: for looking at one side's bytes.</summary>
internal sealed class RecordingTransport : ITransport
{
    private ITransportSink? _sink;

    public List<OutgoingMessage> Sent { get; } = [];

    public bool Connected { get; set; } = true;

    public bool Room { get; set; } = true;

    public bool? IsConnected => Connected;

    public int? PeerCount { get; set; }

    public IReadOnlyList<PeerRoute>? Routes { get; set; }

    public bool ReachesOnePeer { get; set; } = true;

    public IEnumerable<string> SentNames => Sent.Select(message => WireEvent.Decode(message.Body).Name);

    public void Start(ITransportSink sink) => _sink = sink;

    public string Bind(string endpoint) => endpoint;

    public void Unbind(string endpoint)
    {
    }

    public void Connect(string endpoint)
    {
    }

    public void Disconnect(string endpoint)
    {
    }

    public void Send(in OutgoingMessage message)
    {
        Sent.Add(message.Kept());
        if (Connected)
        {
            message.Origin?.OnSent(message.Route);
        }
    }

    public bool HasRoom(PeerRoute route) => Room;

    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) => default;

    public void SetReceiving(bool on) => throw new NotSupportedException("Channels never hold what comes.");

    public void Deliver(PeerRoute route, WireEvent received) => Deliver(route, received.Encode());

    public void Deliver(PeerRoute route, byte[] body) => _sink!.OnMessage(new IncomingMessage(route, body));

    public void PeerCame(PeerRoute route) => _sink!.OnPeerCame(route);

    public void PeerGone(PeerRoute route) => _sink!.OnPeerGone(route);

    public ValueTask DisposeAsync() => default;
}

/// <summary>An event as a test reads and writes it, with nothing of the library's own in between.</summary>
internal sealed record WireEvent(Dictionary<object, object?>? Header, string Name, object? Args)
{
    private static readonly MessagePackSerializerOptions Options =
        MessagePackSerializerOptions.Standard.WithResolver(MessagePack.Resolvers.PrimitiveObjectResolver.Instance);

    /// <summary>An event of a channel.</summary>
    public static WireEvent InChannel(object id, string name, object? args, int version = 3) =>
        new(new() { ["message_id"] = Guid.NewGuid().ToByteArray(), ["v"] = version, ["response_to"] = id }, name, args);

    /// <summary>An event that opens a channel.</summary>
    public static WireEvent Request(object id, string name, params object?[] args) =>
        new(new() { ["message_id"] = id, ["v"] = 3 }, name, args);

    public static WireEvent Decode(ReadOnlyMemory<byte> body)
    {
        var parts = (object?[])MessagePackSerializer.Deserialize<object>(body, Options, TestContext.Current.CancellationToken)!;
        return new WireEvent((Dictionary<object, object?>?)parts[0], (string)parts[1]!, parts[2]);
    }

    public byte[] Encode() =>
        MessagePackSerializer.Serialize<object?>(new object?[] { Header, Name, Args }, Options, TestContext.Current.CancellationToken);

    /// <summary>The id that the event has in its own right.</summary>
    public byte[] MessageId => (byte[])Header!["message_id"]!;

    /// <summary>The id of the channel it belongs to.</summary>
    public object? ResponseTo => Header!.GetValueOrDefault("response_to");
}
