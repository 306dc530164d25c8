using System.Diagnostics.CodeAnalysis;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <summary>What came of adding a channel.</summary>
internal enum ChannelAdmission
{
    /// <summary>It is there.</summary>
    Added,

    /// <summary>Its peer has a live channel of that id.</summary>
    Duplicate,

    /// <summary>Its peer has as many as it may.</summary>
    TooMany,
}

/// <summary>The live channels by peer and id: two peers may choose the same id. Thread-safe.</summary>
internal sealed class ChannelTable
{
    private const int SmallestSweep = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, Dictionary<MessageId, Channel>> _peers = [];
    private int _count;
    private int _sweepAt = SmallestSweep;

    /// <summary>How many channels are live.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a channel, if its peer may have one more.</summary>
    public ChannelAdmission TryAdd(PeerRoute peer, Channel channel, int maxPerPeer)
    {
        lock (_gate)
        {
            if (!_peers.TryGetValue(peer, out Dictionary<MessageId, Channel>? channels))
            {
                SweepIdlePeers();
                _peers.Add(peer, channels = []);
            }

            if (channels.Count >= maxPerPeer)
            {
                return ChannelAdmission.TooMany;
            }

            if (!channels.TryAdd(channel.Id, channel))
            {
                return ChannelAdmission.Duplicate;
            }

            _count++;
            return ChannelAdmission.Added;
        }
    }

    /// <summary>Finds a channel.</summary>
    public bool TryGet(PeerRoute route, in MessageId id, [NotNullWhen(true)] out Channel? channel)
    {
        lock (_gate)
        {
            channel = null;
            return _peers.TryGetValue(route, out Dictionary<MessageId, Channel>? channels) && channels.TryGetValue(id, out channel);
        }
    }

    /// <summary>Removes a channel; false when it is not there.</summary>
    public bool Remove(PeerRoute peer, Channel channel)
    {
        lock (_gate)
        {
            if (_peers.TryGetValue(peer, out Dictionary<MessageId, Channel>? channels) &&
                channels.TryGetValue(channel.Id, out Channel? known) && known == channel)
            {
                channels.Remove(channel.Id);
                _count--;
                return true;
            }

            return false;
        }
    }

    /// <summary>All channels, or all of one peer, as they are now.</summary>
    public (Channel Channel, int Generation)[] ToArray(PeerRoute? route = null)
    {
        lock (_gate)
        {
            IEnumerable<Channel> channels = route is null
                ? _peers.Values.SelectMany(channels => channels.Values)
                : _peers.TryGetValue(route, out Dictionary<MessageId, Channel>? ofPeer) ? ofPeer.Values : [];
            return [.. channels.Select(channel => (channel, channel.Generation))];
        }
    }

    /// <summary>A peer without channels stays, since the next call often follows at once; its like are swept when they get many.</summary>
    private void SweepIdlePeers()
    {
        if (_peers.Count < _sweepAt)
        {
            return;
        }

        foreach (PeerRoute idle in _peers.Where(peer => peer.Value.Count == 0).Select(peer => peer.Key).ToArray())
        {
            _peers.Remove(idle);
        }

        _sweepAt = Math.Max(SmallestSweep, _peers.Count * 2);
    }
}
