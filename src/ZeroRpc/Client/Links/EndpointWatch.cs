using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.Client.Links;

/// <summary>
/// One name that the client's resolver turns into endpoints: asked at once, again after an interval, and soon when a connection was lost. A
/// resolver that fails is asked again after a back-off, and what it said last goes on to count. Runs on the pool, off every call's way.
/// </summary>
internal sealed class EndpointWatch : IDisposable
{
    /// <summary>However much is lost, the resolver is not asked more often.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private readonly ZeroRpcClientOptions _options;
    private readonly Action _changed;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _asked = new(0, 1);
    private volatile TaskCompletionSource _first = NewFirst();
    private volatile string[] _endpoints = [];

    /// <summary>Makes a watch; <see cref="Start"/> starts it.</summary>
    public EndpointWatch(string name, ZeroRpcClientOptions options, Action changed, ILogger logger)
    {
        Name = name;
        _options = options;
        _changed = changed;
        _logger = logger;
    }

    /// <summary>What is resolved.</summary>
    public string Name { get; }

    /// <summary>What it was resolved to last.</summary>
    public IReadOnlyList<string> Endpoints => _endpoints;

    /// <summary>Completes when there are endpoints; fails when the attempt to get the first ones does.</summary>
    public Task Resolved => _first.Task;

    /// <summary>Starts asking.</summary>
    public void Start() => _ = Task.Run(RunAsync);

    /// <summary>Asks again soon.</summary>
    public void AskSoon()
    {
        lock (_asked)
        {
            if (_asked.CurrentCount == 0)
            {
                _asked.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _first.TrySetException(new ObjectDisposedException(nameof(ZeroRpcClient)));
    }

    private static TaskCompletionSource NewFirst()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = first.Task.ContinueWith(
            static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return first;
    }

    private async Task RunAsync()
    {
        int failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            failures = await AskAsync().ConfigureAwait(false) ? 0 : failures + 1;
            try
            {
                await PauseAsync(failures).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> AskAsync()
    {
        try
        {
            string[] endpoints = Check(await _options.ResolveEndpoint!(Name, _stop.Token).ConfigureAwait(false));
            if (_stop.IsCancellationRequested)
            {
                return true;
            }

            _logger.Resolved(Name, string.Join(", ", endpoints));
            _endpoints = endpoints;
            _changed();
            _first.TrySetResult();
            return true;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            _logger.NotResolved(Name, e);
            Fail(e as ZeroRpcEndpointException ?? new ZeroRpcEndpointException(
                $"The resolver of '{Name}' ({nameof(ZeroRpcClientOptions.ResolveEndpoint)}) failed: {e.GetType().Name}: {e.Message}", e)
            {
                Endpoint = Name,
            });
            return false;
        }
        catch (Exception)
        {
            return true; // Stopped.
        }
    }

    private string[] Check(IReadOnlyList<string>? endpoints)
    {
        if (endpoints is null or { Count: 0 })
        {
            throw Wrong("gave back no endpoint", null);
        }

        foreach (string endpoint in endpoints)
        {
            try
            {
                Endpoint.ForConnect(endpoint);
            }
            catch (Exception e)
            {
                throw Wrong($"gave back what is none: {e.Message}", e);
            }
        }

        return [.. endpoints.Distinct()];
    }

    private ZeroRpcEndpointException Wrong(string what, Exception? cause) =>
        new($"The resolver of '{Name}' ({nameof(ZeroRpcClientOptions.ResolveEndpoint)}) {what}.", cause) { Endpoint = Name };

    /// <summary>Those who wait for the first endpoints are told; later ones wait for, or hear of, the next attempt.</summary>
    private void Fail(ZeroRpcEndpointException error)
    {
        if (_first.Task.IsFaulted)
        {
            _first = NewFirst();
        }

        _first.TrySetException(error);
    }

    private async Task PauseAsync(int failures)
    {
        await Task.Delay(ShortestPause, _options.TimeProvider, _stop.Token).ConfigureAwait(false);
        TimeSpan rest = (failures > 0 ? Backoff.After(failures) : _options.ResolveInterval) - ShortestPause;
        if (rest > TimeSpan.Zero)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            Task interval = Task.Delay(rest, _options.TimeProvider, over.Token);
            await Task.WhenAny(interval, _asked.WaitAsync(over.Token)).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
        }
    }
}
