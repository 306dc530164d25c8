using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using ZeroRpc.Cli.Calls;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Inspection;
using ZeroRpc.Cli.Output;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>Executes lines: calls, and the prompt's own words. Stores the last value.</summary>
/// <param name="client">The client that makes the calls.</param>
/// <param name="names">Receives the method names when the service is asked for them.</param>
/// <param name="withTiming">Whether the duration is shown after each result.</param>
/// <param name="withTraceback">Whether a remote error is shown with its traceback.</param>
internal sealed class ReplSession(ZeroRpcClient client, MethodNames names, bool withTiming, bool withTraceback)
{
    public const string Help = "help";
    public const string Call = "call";
    public const string Exit = "exit";

    private const string Usage =
        """
        METHOD ARGUMENTS…   call a method: numbers, true, null, "…", […] and {…} are JSON, 'a b' and bare words are strings,
                            _ is the last value (of a stream, the last item)
        help                the service's methods
        help METHOD         what a method takes and gives
        call METHOD …       call a method whose name is one of these words
        exit                leave (also Ctrl-D)

        """;

    private readonly IAnsiConsole _console = Terminal.Create();
    private object? _last;

    /// <summary>The prompt's own words.</summary>
    public static IReadOnlyList<string> Words { get; } = [Help, Call, Exit];

    /// <summary>Whether <c>exit</c> was entered.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Executes a line, and prints a failure to standard error.</summary>
    /// <returns>The exit code that a separate command would have.</returns>
    public async Task<int> RunAsync(string line, CancellationToken stop)
    {
        try
        {
            IReadOnlyList<LineWord> words = LineWords.Split(line);
            await (words.Count == 0 || words[0].Text.StartsWith('#') ? Task.CompletedTask : RunAsync(words, stop));
            return ExitCode.Done;
        }
        catch (Exception failure) when (failure is ZeroRpcException or CommandFailure or HintedFailure or OperationCanceledException)
        {
            return await FailureReport.WriteAsync(failure, withTraceback);
        }
    }

    /// <summary>Reads the method names for completion. Failure is ignored.</summary>
    public async Task LearnNamesAsync(CancellationToken stop)
    {
        try
        {
            names.Set(await client.InspectAsync(stop));
        }
        catch (Exception failure) when (failure is ZeroRpcException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task RunAsync(IReadOnlyList<LineWord> words, CancellationToken stop)
    {
        switch (words[0].Text)
        {
            case Exit or "quit" when words.Count == 1:
                IsOver = true;
                break;
            case Help:
                await HelpAsync(words.Count > 1 ? words[1].Text : null, stop);
                break;
            case Call when words.Count > 1:
                await CallAsync(words[1].Text, LineArguments.Read(words.Skip(2), _last), stop);
                break;
            case LineArguments.LastValue when words.Count == 1:
                Print(_last);
                break;
            default:
                await CallAsync(words[0].Text, LineArguments.Read(words.Skip(1), _last), stop);
                break;
        }
    }

    private async Task HelpAsync(string? name, CancellationToken stop)
    {
        ServiceDescription service = await client.InspectAsync(stop);
        names.Set(service);
        if (name is null)
        {
            Console.Write(Usage);
            new ServiceListing(_console).Write(service);
            return;
        }

        MethodDescription? method = service.Methods.FirstOrDefault(method => method.Name == name);
        new ServiceListing(_console).Write(
            method ?? throw CommandFailure.Usage(
                $"the service has no method '{name}'.{Suggestion.For(name, service.Methods.Select(known => known.Name))} help lists all."));
    }

    private Task CallAsync(string method, object?[] args, CancellationToken stop) =>
        UnknownMethod.HintingAsync(client, method, () => CallAndPrintAsync(method, args, stop), stop);

    private async Task CallAndPrintAsync(string method, object?[] args, CancellationToken stop)
    {
        long begin = Stopwatch.GetTimestamp();
        await using ZeroRpcReply reply = await client.CallAsync(method, new CallOptions { CancellationToken = stop }, args);
        if (!reply.IsStream)
        {
            _last = reply.ReadValue<object?>();
            TimeSpan took = Stopwatch.GetElapsedTime(begin);
            Print(_last);
            PrintTime(took, null);
            return;
        }

        long items = 0;
        await foreach (object? item in reply.ReadItemsAsync<object?>().WithCancellation(stop))
        {
            _last = item;
            items++;
            Print(item);
        }

        PrintTime(Stopwatch.GetElapsedTime(begin), items);
    }

    private static void Print(object? value) => Console.Out.WriteLine(PrettyPrinter.Print(value));

    private void PrintTime(TimeSpan took, long? items)
    {
        if (withTiming)
        {
            string counted = items is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} items, ") : "";
            _console.Write(new Text(FormattableString.Invariant($"({counted}{took.TotalMilliseconds:0.0} ms)\n"), new Style(Color.Grey)));
        }
    }
}
