using Microsoft.Extensions.Logging;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Replay;

/// <summary>A transport whose peer is the script: delivers on the script's thread, and keeps what is sent with its time.</summary>
internal sealed class ScriptedTransport(Func<double> ms, Activity activity) : ITransport, ITransportFactory
{
    private static readonly PeerRoute Peer = new([1, 2, 3]);

    private readonly Lock _gate = new();
    private readonly List<Frame> _sent = [];
    private readonly Dictionary<MessageId, int> _heard = [];
    private SocketRole _role;
    private ITransportSink? _sink;

    public bool? IsConnected => true;

    public Frame[] Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    public TransportScheme CarrierOf(TransportScheme scheme) => scheme;

    /// <summary>Takes the place of the transport that a client or server would make.</summary>
    public ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger)
    {
        _role = options.Role;
        return this;
    }

    /// <summary>How many data events were sent on a channel.</summary>
    public int DataSent(MessageId channel) => Sent.Count(frame => frame.Lane == Lane.Data && frame.Channel.Equals(channel));

    public void Deliver(Frame frame)
    {
        if (frame.Lane == Lane.Data)
        {
            lock (_gate)
            {
                _heard[frame.Channel] = _heard.GetValueOrDefault(frame.Channel) + 1;
            }
        }

        _sink!.OnMessage(new IncomingMessage(_role == SocketRole.Router ? Peer : PeerRoute.None, frame.Body));
    }

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
        ReadOnlyMemory<byte> body = message.Kept().Body;
        MessageId channel = new Frame(body).Channel;
        lock (_gate)
        {
            _sent.Add(new Frame(ms(), body, _heard.GetValueOrDefault(channel)));
        }

        message.Origin?.OnSent(message.Route);
        activity.Pulse();
    }

    public bool HasRoom(PeerRoute route) => true;

    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) => default;

    public void SetReceiving(bool on) => throw new NotSupportedException("Channels never hold what comes.");

    public ValueTask DisposeAsync() => default;
}
