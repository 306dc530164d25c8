using NetMQ;
using NetMQ.Sockets;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Wire;

/// <summary>A bare DEALER that sends what the test says. It is read in order: an answer to the last means that all were seen.</summary>
internal sealed class RawClient : IDisposable
{
    public static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(30);

    private readonly DealerSocket _socket = new();
    private int _lastId;

    public RawClient(string endpoint)
    {
        _socket.Options.Linger = TimeSpan.Zero;
        _socket.Connect(endpoint);
    }

    /// <summary>Sends a message of any frames.</summary>
    public void SendFrames(params byte[][] frames) => _socket.SendMultipartBytes(frames);

    /// <summary>Sends an event in its envelope.</summary>
    public void Send(byte[] body) => SendFrames([], body);

    /// <summary>The next event that is neither heartbeat nor credit.</summary>
    public WireEvent Receive()
    {
        while (true)
        {
            var message = new NetMQMessage();
            Assert.True(_socket.TryReceiveMultipartMessage(HangGuard, ref message), "nothing came");
            WireEvent received = WireEvent.Decode(message.Last.ToByteArray());
            if (!received.Name.StartsWith("_zpc_", StringComparison.Ordinal))
            {
                return received;
            }
        }
    }

    /// <summary>Sends a request in order and gives back its id.</summary>
    public string Request(string method, params object?[] args)
    {
        string id = $"request {++_lastId}";
        Send(Bytes.Request(id, method, args));
        return id;
    }

    /// <summary>Makes a call and requires that its answer is the very next that comes: nothing sent before it was answered.</summary>
    public void AssertAnswered()
    {
        string id = Request("Echo", "still there?");
        WireEvent answer = Receive();
        Assert.Equal((id, "OK"), (answer.ResponseTo, answer.Name));
        Assert.Equal(new object[] { "still there?" }, answer.Args);
    }

    public void Dispose() => _socket.Dispose();
}
