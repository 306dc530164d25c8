using NetMQ;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// Whether a peer subscribes to a publisher. Its socket is an XPUB, on the wire the same as a PUB, which also receives the first subscription
/// to each topic and the end of the last. Only for the thread that owns the socket, except <see cref="Any"/>.
/// </summary>
internal sealed class Subscriptions(NetMQSocket socket, SinkGuard sink)
{
    private volatile int _topics;

    /// <summary>Whether there is a subscription.</summary>
    public bool Any => _topics > 0;

    /// <summary>Reads one change of subscriptions; false when there is none.</summary>
    public bool TryRead()
    {
        var news = new Msg();
        news.InitEmpty();
        if (!socket.TryReceive(ref news, TimeSpan.Zero))
        {
            return false;
        }

        bool before = Any;
        _topics += (news.Size > 0 ? news[0] : -1) switch
        {
            1 => 1,
            0 => -1,
            _ => 0, // A subscriber has nothing else to say.
        };
        news.Close();
        if (Any != before)
        {
            sink.OnConnectionChanged();
        }

        return true;
    }
}
