using System.Runtime.InteropServices;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <summary>The number of live channels for each of several routes. The next channel takes the route with the fewest. Thread-safe.</summary>
internal sealed class RouteLoads
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, int> _loads = [];
    private int _turn;

    /// <summary>Chooses the route with the fewest channels and counts a channel for it. Routes with equal counts take turns.</summary>
    public PeerRoute Take(IReadOnlyList<PeerRoute> routes)
    {
        lock (_gate)
        {
            int start = ++_turn & int.MaxValue;
            PeerRoute least = Enumerable.Range(start % routes.Count, routes.Count)
                .Select(index => routes[index % routes.Count]).MinBy(route => _loads.GetValueOrDefault(route))!;
            CollectionsMarshal.GetValueRefOrAddDefault(_loads, least, out _)++;
            return least;
        }
    }

    /// <summary>A channel that chose the route has ended.</summary>
    public void Leave(PeerRoute route)
    {
        lock (_gate)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_loads, route) == 0)
            {
                _loads.Remove(route);
            }
        }
    }
}
