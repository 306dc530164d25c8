using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.OneWay;

/// <summary>Disposes a sender, and fails the command unless all sent events leave the process in time.</summary>
/// <param name="sender">The sender. Its options must have <see cref="Linger"/>.</param>
/// <param name="stop">Cancels the wait.</param>
internal sealed class Departure(IAsyncDisposable sender, CancellationToken stop) : IAsyncDisposable
{
    /// <summary>
    /// The linger time of the sender. It is longer than <see cref="_limit"/>, so that disposal completes within the limit only if
    /// everything has been sent.
    /// </summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(20);

    /// <summary>How long sent events can take to leave the process.</summary>
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits until all events have left the process.</summary>
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
