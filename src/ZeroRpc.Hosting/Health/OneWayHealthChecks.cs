using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZeroRpc.Hosting.Health;

/// <summary>Checks that a puller or subscriber of the host is receiving.</summary>
internal sealed class ReceiverHealthCheck(ZeroRpcHostedReceiver receiver) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>
        {
            ["connected"] = receiver.IsConnected,
            ["handled"] = receiver.HandledCount,
            ["failed"] = receiver.FailedCount,
            ["waiting"] = receiver.WaitingCount,
        };
        return Task.FromResult(
            !receiver.IsReceiving ? Failure("Not receiving: it has not started, or is stopping.") :
            receiver.Endpoints.Count == 0 && !receiver.IsConnected ? Failure("Not connected to any of its endpoints.") :
            HealthCheckResult.Healthy("Receiving.", data));

        HealthCheckResult Failure(string description) => new(context.Registration.FailureStatus, description, exception: null, data);
    }
}

/// <summary>Checks that a peer of a pusher or publisher is connected.</summary>
internal sealed class SenderHealthCheck(ZeroRpcOneWay sender) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(sender.IsConnected
            ? HealthCheckResult.Healthy("Connected.")
            : new HealthCheckResult(context.Registration.FailureStatus, "No peer is connected."));
}
