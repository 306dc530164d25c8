using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.Client.Links;

/// <summary>
/// A name that the client's resolver resolves to endpoints. The resolver is called immediately, again after an interval, and soon after a
/// connection was lost. After a failure it is called again after a back-off, and its last answer stays valid. Runs on the thread pool.
/// </summary>
internal sealed class EndpointWatch : IDisposable
{
    /// <summary>The shortest time between two calls of the resolver, also if many connections are lost.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private readonly ZeroRpcClientOptions _options;
    private readonly Action<EndpointWatch, IReadOnlyList<string>> _resolved;
    private readonly Action _asked;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _soon = new(0, 1);
    private volatile ZeroRpcEndpointException? _failure;

    /// <summary>Creates a watch. <see cref="Start"/> starts it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">The client's options, with the resolver.</param>
    /// <param name="resolved">Uses the endpoints that the resolver returned. Throws if none of them can be used.</param>
    /// <param name="asked">Called after each attempt, whether it succeeded or failed.</param>
    /// <param name="logger">Logs the attempts.</param>
    public EndpointWatch(
        string name, ZeroRpcClientOptions options, Action<EndpointWatch, IReadOnlyList<string>> resolved, Action asked, ILogger logger)
    {
        Name = name;
        _options = options;
        _resolved = resolved;
        _asked = asked;
        _logger = logger;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The endpoints of the last answer that could be used. Read and written under the lock of the client's links.</summary>
    public IReadOnlyList<string> Endpoints { get; set; } = [];

    /// <summary>Why the last attempt failed. Null if it succeeded or there was none.</summary>
    public ZeroRpcEndpointException? Failure => _failure;

    /// <summary>Starts to call the resolver.</summary>
    public void Start() => _ = Task.Run(RunAsync);

    /// <summary>Calls the resolver again soon.</summary>
    public void AskSoon()
    {
        lock (_soon)
        {
            if (_soon.CurrentCount == 0)
            {
                _soon.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = _stop.CancelAsync(); // On another thread, because callbacks that the resolver registered are user code.

    private async Task RunAsync()
    {
        int failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            failures = await AskAsync().ConfigureAwait(false) ? 0 : failures + 1;
            _asked();
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
            if (!_stop.IsCancellationRequested)
            {
                _logger.Resolved(Name, string.Join(", ", endpoints));
                _resolved(this, endpoints);
                _failure = null;
            }

            return true;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            _logger.NotResolved(Name, e);
            _failure = e as ZeroRpcEndpointException ?? new ZeroRpcEndpointException(
                $"The resolver of '{Name}' ({nameof(ZeroRpcClientOptions.ResolveEndpoint)}) failed: {e.GetType().Name}: {ErrorText.MessageOf(e)}", e)
            {
                Endpoint = Name,
            };
            return false;
        }
        catch (Exception)
        {
            return true; // The name is no longer watched, and no call waits for the answer.
        }
    }

    /// <summary>Returns the well-formed endpoints without duplicates.</summary>
    private string[] Check(IReadOnlyList<string>? endpoints)
    {
        if (endpoints is null or { Count: 0 })
        {
            throw Wrong("gave back no endpoint", null);
        }

        List<string> good = [];
        Exception? problem = null;
        foreach (string endpoint in endpoints)
        {
            try
            {
                Endpoint.ForConnect(endpoint);
                good.Add(endpoint);
            }
            catch (Exception e)
            {
                _logger.NotUsable(endpoint, Name, e);
                problem ??= e;
            }
        }

        return good.Count > 0 ? [.. good.Distinct()] : throw Wrong($"gave back what is none: {problem?.Message}", problem);
    }

    private ZeroRpcEndpointException Wrong(string what, Exception? cause) =>
        new($"The resolver of '{Name}' ({nameof(ZeroRpcClientOptions.ResolveEndpoint)}) {what}.", cause) { Endpoint = Name };

    private async Task PauseAsync(int failures)
    {
        await Task.Delay(ShortestPause, _options.TimeProvider, _stop.Token).ConfigureAwait(false);
        TimeSpan rest = (failures > 0 ? Backoff.After(failures) : _options.ResolveInterval) - ShortestPause;
        if (rest > TimeSpan.Zero)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            Task interval = Task.Delay(rest, _options.TimeProvider, over.Token);
            await Task.WhenAny(interval, _soon.WaitAsync(over.Token)).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
        }
    }
}
