using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.Calls;

namespace ZeroRpc.Gateway.Describe;

/// <summary>
/// The descriptions of the services, as they tell them by introspection. A description is kept for a while, and read anew in the background.
/// Only services of the options have one, so that clients cannot make it grow.
/// </summary>
internal sealed class ServiceCatalog(ServiceClients clients, IOptions<ZeroRpcGatewayOptions> options, TimeProvider time)
{
    /// <summary>A call does not wait longer for a description, which only makes its arguments more exact.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A description that could not be read is not asked for again at once.</summary>
    private static readonly TimeSpan FailureAge = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Reading> _readings = new(StringComparer.Ordinal);


    /// <summary>Returns the description. Null if the service does not tell it soon.</summary>
    public async ValueTask<ServiceDescription?> FindAsync(string service, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(service).WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ZeroRpcException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Returns the description.</summary>
    /// <exception cref="ZeroRpcException">The service does not tell it.</exception>
    public Task<ServiceDescription> GetAsync(string service)
    {
        Reading reading = _readings.GetOrAdd(service, name => new Reading(null, Read(name), time.GetTimestamp()));
        if (IsFresh(reading))
        {
            return reading.Answer;
        }

        var next = new Reading(reading.Latest, new Lazy<Task<ServiceDescription>>(() => ReadAsync(service)), time.GetTimestamp());
        return _readings.TryUpdate(service, next, reading) ? next.Answer : GetAsync(service);
    }

    private bool IsFresh(Reading reading)
    {
        TimeSpan age = time.GetElapsedTime(reading.Started);
        return !reading.IsCompleted || age < (reading.IsFailed ? FailureAge : options.Value.DescriptionAge);
    }

    private Lazy<Task<ServiceDescription>> Read(string service) => new(() => ReadAsync(service));

    private async Task<ServiceDescription> ReadAsync(string service) => await clients.Get(service).InspectAsync().ConfigureAwait(false);

    /// <summary>One reading of a description, and the result of the reading before it.</summary>
    private sealed class Reading(ServiceDescription? before, Lazy<Task<ServiceDescription>> started, long timestamp)
    {
        public long Started => timestamp;

        public bool IsCompleted => started.Value.IsCompleted;

        public bool IsFailed => started.Value is { IsCompleted: true, IsCompletedSuccessfully: false };

        /// <summary>The newest description. A service that does not answer any more keeps its last one.</summary>
        public ServiceDescription? Latest => started.Value.IsCompletedSuccessfully ? started.Value.Result : before;

        /// <summary>What callers are given: while a description is read anew, the last one.</summary>
        public Task<ServiceDescription> Answer =>
            !started.Value.IsCompleted && before is not null ? Task.FromResult(before) : started.Value;
    }
}
