using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;
using ZeroRpc.Transport.InMemory;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>A peer that takes connections and requests and says nothing, until it is told to: then it answers everything with its name.</summary>
internal sealed class SilentServer : ITransportSink, IAsyncDisposable
{
    private readonly ITransport _transport;
    private readonly Queue<(PeerRoute Route, byte[] Id)> _unanswered = new();
    private volatile bool _speaks;
    private int _calls;
    private int _pings;

    public SilentServer(string endpoint)
    {
        var options = new TransportOptions(SocketRole.Router, 1_000_000, TimeSpan.Zero);
        _transport = TransportFactory.Default.Create(ZeroRpc.Transport.Endpoint.ForBind(endpoint).Scheme, options, NullLogger.Instance);
        _transport.Start(this);
        Endpoint = _transport.Bind(endpoint);
    }

    public string Endpoint { get; }

    /// <summary>From now on it answers, first of all what it owes.</summary>
    public void Speak()
    {
        _speaks = true;
        AnswerIfSpeaking();
    }

    /// <summary>How many calls came that were no pings.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How many pings came.</summary>
    public int Pings => Volatile.Read(ref _pings);

    public void OnMessage(in IncomingMessage message)
    {
        WireEvent received = WireEvent.Decode(message.Body);
        if (received.ResponseTo is not null)
        {
            return;
        }

        Interlocked.Increment(ref received.Name == "_zerorpc_ping" ? ref _pings : ref _calls);
        lock (_unanswered)
        {
            _unanswered.Enqueue((message.Route, received.MessageId));
        }

        AnswerIfSpeaking();
    }

    public void OnMalformed(PeerRoute route, string reason)
    {
    }

    public void OnPeerCame(PeerRoute route)
    {
    }

    public void OnPeerGone(PeerRoute route)
    {
    }

    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private void AnswerIfSpeaking()
    {
        lock (_unanswered)
        {
            while (_speaks && _unanswered.TryDequeue(out (PeerRoute Route, byte[] Id) owed))
            {
                _transport.Send(new OutgoingMessage(owed.Route, WireEvent.InChannel(owed.Id, "OK", new object[] { "silent" }).Encode()));
            }
        }
    }
}
