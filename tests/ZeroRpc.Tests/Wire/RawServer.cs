using NetMQ;
using NetMQ.Sockets;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Wire;

/// <summary>A bare ROUTER that answers a client as badly as the test says.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly RouterSocket _socket = new();
    private byte[] _identity = [];

    public RawServer()
    {
        _socket.Options.Linger = TimeSpan.Zero;

        // A bare ROUTER drops what is above, without a word: the answer after 1,000 items, when the machine is busy.
        _socket.Options.SendHighWatermark = 0;
        Endpoint = $"tcp://127.0.0.1:{_socket.BindRandomPort("tcp://127.0.0.1")}";
    }

    public string Endpoint { get; }

    /// <summary>The next event from the client that is neither heartbeat nor credit.</summary>
    public WireEvent Receive()
    {
        while (true)
        {
            var message = new NetMQMessage();
            Assert.True(_socket.TryReceiveMultipartMessage(RawClient.HangGuard, ref message), "nothing came");
            _identity = message.First.ToByteArray();
            WireEvent received = WireEvent.Decode(message.Last.ToByteArray());
            if (!received.Name.StartsWith("_zpc_", StringComparison.Ordinal))
            {
                return received;
            }
        }
    }

    /// <summary>Sends a message of any frames to the client that was heard last.</summary>
    public void SendFrames(params byte[][] frames) => _socket.SendMultipartBytes([_identity, .. frames]);

    /// <summary>Sends an event in its envelope.</summary>
    public void Send(byte[] body) => SendFrames([], body);

    /// <summary>Answers a request in order.</summary>
    public void Answer(WireEvent request, object? value) => Send(Bytes.InChannel(request.MessageId, "OK", new[] { value }));

    public void Dispose() => _socket.Dispose();
}
