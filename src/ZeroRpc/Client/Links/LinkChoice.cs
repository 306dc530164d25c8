namespace ZeroRpc.Client.Links;

/// <summary>
/// Chooses the link, and thereby the server, of each call: the link with the lowest <see cref="LinkHealth.Cost"/>. Links of equal cost take
/// turns. Thread-safe.
/// </summary>
internal sealed class LinkChoice
{
    private uint _next;

    /// <summary>Chooses one of the links. There must be at least one.</summary>
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
