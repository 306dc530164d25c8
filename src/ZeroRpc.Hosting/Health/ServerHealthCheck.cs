using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZeroRpc.Hosting.Health;

/// <summary>Whether the host's server serves.</summary>
internal sealed class ServerHealthCheck(ZeroRpcHostedServer server) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> endpoints = server.Endpoints;
        return Task.FromResult(endpoints.Count > 0
            ? HealthCheckResult.Healthy($"Serves on {string.Join(", ", endpoints)}.")
            : new HealthCheckResult(context.Registration.FailureStatus, "Does not serve: it has not started, or is stopping."));
    }
}
