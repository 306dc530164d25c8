using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>The channels that cross, by client and id: it numbers them, and finds the heartbeats that are missing.</summary>
/// <param name="interval">The interval at which heartbeats are expected.</param>
internal sealed class ChannelBook(TimeSpan interval)
{
    /// <summary>How long an ended channel is remembered, so that what comes late is known.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromSeconds(60);

    private readonly Dictionary<(int Client, MessageId Id), ChannelWatch> _channels = [];
    private int _lastNumber;

    /// <summary>The channel that an event belongs to; a request opens one. Null where none is known.</summary>
    public ChannelWatch? Find(Crossing crossing)
    {
        if (crossing.Problem is not null || crossing.ChannelId.IsNone)
        {
            return null;
        }

        (int Client, MessageId Id) key = (crossing.Client, crossing.ChannelId);
        if (!_channels.TryGetValue(key, out ChannelWatch? channel) && crossing.IsRequest)
        {
            channel = new ChannelWatch(++_lastNumber, crossing.Event.NameText, crossing.At);
            _channels.Add(key, channel);
        }

        return channel;
    }

    /// <summary>Forgets what ended long ago, and tells the heartbeats that have come to be missing.</summary>
    public IReadOnlyList<(int Client, ChannelWatch Channel, string What)> Check(TimeSpan now)
    {
        List<(int, ChannelWatch, string)> missing = [];
        foreach (((int client, MessageId id), ChannelWatch channel) in _channels)
        {
            missing.AddRange(channel.Missing(now, interval).Select(what => (client, channel, what)));
            if (now - (channel.EndedAt ?? channel.LostAt) > _memory)
            {
                _channels.Remove((client, id));
            }
        }

        return missing;
    }
}
