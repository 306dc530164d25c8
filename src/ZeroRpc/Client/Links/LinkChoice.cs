namespace ZeroRpc.Client.Links;

/// <summary>Chooses the link, and so the server, of each call: the one that costs least (<see cref="LinkHealth.Cost"/>), equals in turn. Thread-safe.</summary>
internal sealed class LinkChoice
{
    private uint _next;

    /// <summary>Chooses among one or more links.</summary>
    public Link Choose(Link[] links)
    {
        if (links.Length == 1)
        {
            return links[0];
        }

        Link best = links[0];
        long bestCost = long.MaxValue;
        uint start = Interlocked.Increment(ref _next);
        for (uint i = 0; i < links.Length; i++)
        {
            Link link = links[(start + i) % links.Length];
            long cost = link.Health!.Cost;
            if (cost < bestCost)
            {
                (best, bestCost) = (link, cost);
            }
        }

        return best;
    }
}
