using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZeroRpc.Hosting.Health;

/// <summary>Checks that the remote of a client replies to a ping within a time limit.</summary>
internal sealed class RemoteHealthCheck(ZeroRpcClient client, TimeSpan limit, TimeProvider time) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            string name = await client.PingAsync(either.Token).ConfigureAwait(false);
            return HealthCheckResult.Healthy(name.Length == 0 ? "Answered a ping." : $"'{name}' answered a ping.", Connections());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure(context, $"Did not answer a ping within {limit.TotalSeconds:0.###} s.");
        }
        catch (Exception e) when (e is ZeroRpcException or ObjectDisposedException)
        {
            return Failure(context, $"Did not answer a ping: {e.Message}", e);
        }
    }

    private HealthCheckResult Failure(HealthCheckContext context, string description, Exception? error = null) =>
        new(context.Registration.FailureStatus, description, error, Connections());

    private Dictionary<string, object> Connections() =>
        client.Connections.ToDictionary(connection => connection.Endpoint, connection => (object)connection.State.ToString());
}
