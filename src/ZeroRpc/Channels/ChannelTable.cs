using System.Diagnostics.CodeAnalysis;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <summary>The result of adding a channel.</summary>
internal enum ChannelAdmission
{
    /// <summary>The channel was added.</summary>
    Added,

    /// <summary>The peer has a live channel with the same id.</summary>
    Duplicate,

    /// <summary>The peer has the largest allowed number of channels.</summary>
    TooMany,
}

/// <summary>The live channels by peer and id, because two peers can choose the same id. Thread-safe.</summary>
internal sealed class ChannelTable
{
    private const int SmallestSweep = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, Dictionary<MessageId, Channel>> _peers = [];
    private int _count;
    private int _sweepAt = SmallestSweep;

    /// <summary>The number of live channels.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a channel if the limit of the peer allows it.</summary>
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

    /// <summary>Removes a channel. Returns false if it is not in the table.</summary>
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

    /// <summary>Returns a copy of all channels, or of those of one peer.</summary>
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

    /// <summary>
    /// Removes the entries of peers without channels if there are many. Other entries stay, because the next call often follows immediately.
    /// </summary>
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
