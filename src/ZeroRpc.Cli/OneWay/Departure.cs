using NetMQ;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.OneWay;

/// <summary>
/// Made before a sender, and so disposed after it: NetMQ sends in the background what a disposed socket had left, and the end of the
/// process would cut that off.
/// </summary>
internal sealed class Departure(CancellationToken stop) : IAsyncDisposable
{
    /// <summary>How long what is on its way may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits until all has left; the process's sockets must be disposed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.Run(() => NetMQConfig.Cleanup(block: true), CancellationToken.None).WaitAsync(Limit, stop);
        }
        catch (TimeoutException late)
        {
            throw new CommandFailure(ExitCode.Timeout, $"not all that was sent has left within {Limit.TotalSeconds:0} s.", late);
        }
    }
}
