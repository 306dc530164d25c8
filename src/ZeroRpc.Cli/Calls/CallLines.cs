using System.Runtime.CompilerServices;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Calls;

/// <summary>What <c>--stdin</c> reads: a call or an event for each line, blank lines left out.</summary>
/// <param name="method">The method of all, whose lines are arrays of arguments; null where each line begins with its own.</param>
internal sealed class CallLines(string? method)
{
    /// <summary>The calls, each when its line has come.</summary>
    /// <exception cref="CommandFailure">A line is none; those before it were given.</exception>
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

    /// <summary>Reading a terminal or a pipe cannot be cancelled, only left alone.</summary>
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
