using ZeroRpc.Diagnostics;

namespace ZeroRpc.Client.Links;

/// <content>Endpoints from a resolver: calls wait for the first answer, and each answer adds and removes links.</content>
internal sealed partial class ClientLinks
{
    /// <summary>Waits until the resolver has returned an endpoint for one of the names, or has failed for all of them.</summary>
    private async Task<Link> ChooseResolvedAsync(string method, TimeSpan limit, CancellationToken cancellationToken)
    {
        long began = options.TimeProvider.GetTimestamp();
        for (bool hasWaited = false; ; hasWaited = true)
        {
            Task changed = _resolution.Next; // Read before the state: a later change completes this task.
            if (TryChoose(method, out Link? link))
            {
                return link;
            }

            EndpointWatch[] watches = _watches;
            ThrowIfHopeless(method, watches, hasWaited);
            try
            {
                await changed.WaitAsync(Rest(limit, began), options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw CallErrors.NotResolved(method, NamesOf(watches), limit);
            }
        }
    }

    private void ThrowIfHopeless(string method, EndpointWatch[] watches, bool hasWaited)
    {
        if (_disposed || (hasWaited && watches.Length == 0))
        {
            throw CallErrors.Disposed(method);
        }

        if (watches.Length == 0)
        {
            throw new InvalidOperationException($"'{method}' was called on a client without an endpoint: Connect or Bind it first.");
        }

        if (Array.TrueForAll(watches, watch => watch.Failure is not null))
        {
            throw CallErrors.ResolverFailed(method, [.. watches.Select(watch => watch.Failure!)]);
        }
    }

    private TimeSpan Rest(TimeSpan limit, long began)
    {
        if (limit == Timeout.InfiniteTimeSpan || limit > ZeroRpcOptions.LongestTimer)
        {
            return Timeout.InfiniteTimeSpan;
        }

        TimeSpan rest = limit - options.TimeProvider.GetElapsedTime(began);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private static string NamesOf(EndpointWatch[] watches) => string.Join(", ", watches.Select(watch => watch.Name));

    /// <summary>The resolver has returned endpoints for a name.</summary>
    /// <exception cref="ZeroRpcEndpointException">None of them can be used. The endpoints of the previous answer stay.</exception>
    private void OnResolved(EndpointWatch watch, IReadOnlyList<string> endpoints)
    {
        lock (_gate)
        {
            if (_disposed || !_watches.Contains(watch))
            {
                return;
            }

            AddUsable(watch, endpoints);
            watch.Endpoints = endpoints;
            foreach (Link unwanted in TakeOffUnwanted())
            {
                _ending.Add(unwanted.RetireAsync(options.TimeProvider, _stop.Token));
            }
        }
    }

    private void AddUsable(EndpointWatch watch, IReadOnlyList<string> endpoints)
    {
        int unusable = 0;
        ZeroRpcEndpointException? problem = null;
        foreach (string endpoint in endpoints)
        {
            try
            {
                AddLink(endpoint);
            }
            catch (ZeroRpcEndpointException e)
            {
                logger.NotUsable(endpoint, watch.Name, e); // Retried at the next resolution, when the host may have an address.
                unusable++;
                problem ??= e;
            }
        }

        if (unusable == endpoints.Count)
        {
            throw new ZeroRpcEndpointException($"No endpoint to which '{watch.Name}' was resolved can be used: {problem!.Message}", problem)
            {
                Endpoint = watch.Name,
            };
        }
    }

    /// <summary>Removes the links to endpoints that are no longer in the answer for any name.</summary>
    private List<Link> TakeOffUnwanted()
    {
        HashSet<string> wanted = [.. _watches.SelectMany(watch => watch.Endpoints)];
        List<Link> unwanted = [];
        foreach (string endpoint in _connected.Keys.Where(endpoint => !wanted.Contains(endpoint)).ToArray())
        {
            _connected.Remove(endpoint, out Link? link);
            unwanted.Add(link!);
        }

        return Forget(unwanted);
    }
}
