using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>The channels of a trace, by client and id. Numbers them, and detects missing heartbeats.</summary>
/// <param name="interval">The expected heartbeat interval.</param>
internal sealed class ChannelBook(TimeSpan interval)
{
    /// <summary>How long an ended channel is remembered, so that late events can be assigned to it.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromSeconds(60);

    private readonly Dictionary<(int Client, MessageId Id), ChannelWatch> _channels = [];
    private int _lastNumber;

    /// <summary>Returns the channel of an event. A request opens a channel. Null if the channel is unknown.</summary>
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

    /// <summary>Removes channels that ended long ago, and returns the heartbeats that are newly missing.</summary>
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
