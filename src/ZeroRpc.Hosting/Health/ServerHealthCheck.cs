using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZeroRpc.Hosting.Health;

/// <summary>Checks that the server of the host is serving.</summary>
internal sealed class ServerHealthCheck(ZeroRpcHostedServer server) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> endpoints = server.Endpoints;
        return Task.FromResult(endpoints.Count > 0
            ? HealthCheckResult.Healthy($"Serves on {string.Join(", ", endpoints)}.")
            : new HealthCheckResult(context.Registration.FailureStatus, "Not serving: the server has not started, or is stopping."));
    }
}
