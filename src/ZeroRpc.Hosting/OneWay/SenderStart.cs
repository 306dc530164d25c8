using Microsoft.Extensions.Hosting;

namespace ZeroRpc.Hosting.OneWay;

/// <summary>
/// Creates a pusher or publisher when the host starts, so that a port in use fails the start, and subscribers can connect before the first
/// event. The container disposes it after all hosted services have stopped, so that they can send until their end.
/// </summary>
internal sealed class SenderStart(Action create) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        create();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
