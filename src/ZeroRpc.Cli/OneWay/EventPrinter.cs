using System.Text;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.OneWay;

/// <summary>Prints each received event on a line, until there are enough.</summary>
/// <param name="output">Where to.</param>
/// <param name="asJson">Whether as JSON, the method first among its arguments; else as a call in Python would look.</param>
/// <param name="count">How many are enough; null for no end.</param>
internal sealed class EventPrinter(Stream output, bool asJson, int? count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _printed;

    /// <summary>Completes when there are enough, and fails when they can be printed no longer.</summary>
    public Task Done => _done.Task;

    /// <summary>Prints one; the next one comes when this is done, which the last one never is: what comes after it is not taken.</summary>
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

    /// <summary>A name that would not stay on its line, or do worse to a terminal, is quoted.</summary>
    private static string NameOf(string method) => PythonText.Repr(method) is var quoted && quoted[1..^1] == method ? method : quoted;
}
