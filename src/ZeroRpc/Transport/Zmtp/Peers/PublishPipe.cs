namespace ZeroRpc.Transport.Zmtp;

/// <summary>The messages to one subscriber: those that start with one of its topics, as long as there is room.</summary>
internal sealed class PublishPipe(byte[] identity, SinkGuard sink, int highWaterMark)
    : QueuedPipe(identity, sink, new Backlog(highWaterMark, MaxBytes))
{
    /// <summary>The number of topics that a subscriber can have. Each costs a comparison for every message.</summary>
    public const int MaxTopics = 1000;

    /// <summary>The number of bytes that can wait, regardless of the number of messages.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly SinkGuard _sink = sink;
    private volatile byte[][] _topics = [];

    /// <summary>Whether the peer has subscribed to any topic.</summary>
    public bool IsSubscribed => _topics.Length > 0;

    /// <summary>Returns true if the peer has subscribed to the message.</summary>
    public bool Wants(ReadOnlySpan<byte> body)
    {
        foreach (byte[] topic in _topics)
        {
            if (body.StartsWith(topic))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override void OnSubscription(bool isOn, ReadOnlySpan<byte> topic)
    {
        bool before = IsSubscribed;
        int at = IndexOf(topic);
        if (isOn && at < 0)
        {
            _topics = _topics.Length < MaxTopics
                ? [.. _topics, topic.ToArray()]
                : throw new PeerFault($"it subscribes to more than {MaxTopics:N0} topics");
        }
        else if (!isOn && at >= 0)
        {
            _topics = [.. _topics[..at], .. _topics[(at + 1)..]];
        }

        if (IsSubscribed != before)
        {
            _sink.OnConnectionChanged();
        }
    }

    /// <inheritdoc/>
    public override void Detach()
    {
        base.Detach();
        _sink.OnConnectionChanged();
    }

    private int IndexOf(ReadOnlySpan<byte> topic)
    {
        for (int i = 0; i < _topics.Length; i++)
        {
            if (topic.SequenceEqual(_topics[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
