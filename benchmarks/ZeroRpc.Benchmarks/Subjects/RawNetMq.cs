using NetMQ;
using NetMQ.Sockets;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>NetMQ itself: the ceiling for whatever is built on it.</summary>
internal sealed class RawNetMq : IRawPair
{
    private static readonly byte[] Item = new byte[100];

    private readonly RouterSocket _router = new();
    private readonly DealerSocket _dealer = new();
    private readonly Thread _server;

    /// <summary>Starts the server and connects.</summary>
    public RawNetMq()
    {
        _router.Options.RouterMandatory = true; // Or what does not fit is dropped.
        int port = _router.BindRandomPort("tcp://127.0.0.1");
        _server = new Thread(Serve) { IsBackground = true, Name = "raw NetMQ server" };
        _server.Start();
        _dealer.Connect($"tcp://127.0.0.1:{port}");
    }

    /// <inheritdoc/>
    public string Name => "raw NetMQ";

    /// <inheritdoc/>
    public void Send(byte[] body) => Send(_dealer, body);

    /// <inheritdoc/>
    public void Receive()
    {
        var frame = new Msg();
        frame.InitEmpty();
        do
        {
            _dealer.Receive(ref frame);
        }
        while (frame.HasMore);
        frame.Close();
    }

    /// <summary>Ends both sides. Nothing may be under way.</summary>
    public void Dispose()
    {
        _dealer.SendFrameEmpty(); // One frame alone ends the server.
        _server.Join();
        _dealer.Dispose();
        _router.Dispose();
    }

    private static void Send(NetMQSocket socket, byte[] body)
    {
        socket.SendFrameEmpty(more: true);
        var frame = new Msg();
        frame.InitGC(body, body.Length);
        socket.Send(ref frame, more: false);
        frame.Close();
    }

    private void Serve()
    {
        while (true)
        {
            Msg identity = Receive(_router);
            Msg delimiter = Receive(_router);
            if (!delimiter.HasMore)
            {
                return;
            }

            Msg body = Receive(_router);
            if (body.Size == sizeof(int))
            {
                Stream(identity.ToArray(), BitConverter.ToInt32(body.Slice()));
                continue;
            }

            _router.Send(ref identity, more: true);
            _router.Send(ref delimiter, more: true);
            _router.Send(ref body, more: false);
        }
    }

    private void Stream(byte[] identity, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var frame = new Msg();
            frame.InitGC(identity, identity.Length);
            _router.Send(ref frame, more: true);
            Send(_router, Item);
        }
    }

    private static Msg Receive(NetMQSocket socket)
    {
        var frame = new Msg();
        frame.InitEmpty();
        socket.Receive(ref frame);
        return frame;
    }
}
