using System.Text;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.OneWay;

/// <summary>Prints each received event on a line, up to a number of events.</summary>
/// <param name="output">The output.</param>
/// <param name="asJson">
/// Whether to print JSON with the method as the first element. Otherwise the event is printed like a call in Python.
/// </param>
/// <param name="count">The number of events to print. Null for no limit.</param>
internal sealed class EventPrinter(Stream output, bool asJson, int? count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _printed;

    /// <summary>Completes when the number of events has been printed. Fails if printing fails.</summary>
    public Task Done => _done.Task;

    /// <summary>
    /// Prints an event. The next event is handled when the task completes. The task of the last event never completes, so that no further
    /// event is handled.
    /// </summary>
    public async Task PrintAsync(CallContext received)
    {
        string line = LineOf(received.Method, received.ReadArguments());
        try
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
            await output.FlushAsync();
        }
        catch (IOException gone)
        {
            _done.TrySetException(gone);
        }

        if (++_printed == count)
        {
            _done.TrySetResult();
        }

        if (_done.Task.IsCompleted)
        {
            await new TaskCompletionSource().Task;
        }
    }

    private string LineOf(string method, object?[] args) =>
        asJson ? JsonText.Of((object?[])[method, .. args]) : $"{NameOf(method)}({string.Join(", ", args.Select(PythonRepr.Of))})";

    /// <summary>Quotes a name that contains characters which would break the line or control the terminal.</summary>
    private static string NameOf(string method) => PythonText.Repr(method) is var quoted && quoted[1..^1] == method ? method : quoted;
}
