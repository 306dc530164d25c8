using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.OneWay;

/// <summary>Disposes of a sender, and fails the command unless all that was sent leaves in time.</summary>
/// <param name="sender">The sender, whose options have <see cref="Linger"/>.</param>
/// <param name="stop">Ends the wait.</param>
internal sealed class Departure(IAsyncDisposable sender, CancellationToken stop) : IAsyncDisposable
{
    /// <summary>The sender's linger time. It is longer than <see cref="_limit"/>, so that the disposal ends within the limit only when all has left.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(20);

    /// <summary>How long what is on its way may take.</summary>
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits until all has left.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await sender.DisposeAsync().AsTask().WaitAsync(_limit, stop);
        }
        catch (TimeoutException late)
        {
            throw new CommandFailure(ExitCode.Timeout, $"not all that was sent has left within {_limit.TotalSeconds:0} s.", late);
        }
    }
}
