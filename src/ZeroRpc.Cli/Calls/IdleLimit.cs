using System.Globalization;
using System.Runtime.CompilerServices;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Calls;

/// <summary>Ends a stream whose next item does not come in time; the protocol itself waits as long as the remote lives.</summary>
/// <param name="limit">The longest wait for an item; null for none.</param>
/// <param name="call">Cancels the call.</param>
/// <param name="stop">What else cancels it: the user.</param>
internal sealed class IdleLimit(TimeSpan? limit, CancellationTokenSource call, CancellationToken stop)
{
    /// <summary>The items, as long as they come.</summary>
    public async IAsyncEnumerable<object?> Watch(
        IAsyncEnumerable<object?> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using IAsyncEnumerator<object?> reader = items.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(reader))
        {
            yield return reader.Current;
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<object?> reader)
    {
        call.CancelAfter(limit ?? Timeout.InfiniteTimeSpan);
        try
        {
            return await reader.MoveNextAsync();
        }
        catch (OperationCanceledException) when (limit is not null && !stop.IsCancellationRequested)
        {
            throw new CommandFailure(ExitCode.Timeout, string.Create(
                CultureInfo.InvariantCulture, $"the stream gave no further item within {limit.Value.TotalSeconds:0.###} s (--idle)."));
        }
        finally
        {
            // Printing an item takes as long as its reader wants: only the remote is timed.
            call.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
