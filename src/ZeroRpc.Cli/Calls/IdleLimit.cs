using System.Globalization;
using System.Runtime.CompilerServices;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Calls;

/// <summary>Ends a stream whose next item does not arrive in time. The protocol itself waits as long as the remote is alive.</summary>
/// <param name="limit">The longest wait for an item. Null for no limit.</param>
/// <param name="call">Cancels the call.</param>
/// <param name="stop">The user's cancellation of the call.</param>
internal sealed class IdleLimit(TimeSpan? limit, CancellationTokenSource call, CancellationToken stop)
{
    /// <summary>Passes the items on, and throws an exception if an item is late.</summary>
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
            // Only the remote is timed. Printing an item can take as long as the reader of the output needs.
            call.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
