using System.Runtime.CompilerServices;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Calls;

/// <summary>Reads the input of <c>--stdin</c>: one call or event per line. Blank lines are skipped.</summary>
/// <param name="method">
/// The method of all lines; each line is then an array of arguments. Null if each line starts with its own method.
/// </param>
internal sealed class CallLines(string? method)
{
    /// <summary>Returns each call as soon as its line has been read.</summary>
    /// <exception cref="CommandFailure">A line is not valid. The calls of the previous lines have been returned.</exception>
    public async IAsyncEnumerable<(string Method, object?[] Args)> ReadAsync(
        TextReader input, [EnumeratorCancellation] CancellationToken stop)
    {
        int number = 0;
        while (await ReadLineAsync(input, stop) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Read(line, number);
            }
        }
    }

    /// <summary>
    /// Reads a line on a pool thread. Reading from a terminal or a pipe cannot be cancelled, so cancellation only abandons the read.
    /// </summary>
    private static Task<string?> ReadLineAsync(TextReader input, CancellationToken stop) => Task.Run(input.ReadLine, stop).WaitAsync(stop);

    private (string Method, object?[] Args) Read(string line, int number)
    {
        string source = $"line {number} of the input";
        return (method, JsonValue.Parse(line, source)) switch
        {
            ({ } fixedMethod, object?[] args) => (fixedMethod, args),
            (null, object?[] and [string name, .. object?[] args]) => (name, args),
            ({ }, _) => throw CommandFailure.Usage($"{source} is no JSON array of arguments, such as [1, \"two\"]."),
            _ => throw CommandFailure.Usage($"{source} is no call, such as [\"method\", 1, \"two\"]."),
        };
    }
}
