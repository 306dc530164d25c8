using System.CommandLine;
using Spectre.Console;
using ZeroRpc.Cli.Calls;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Commands.Bench;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>bench</c>: measures the call rate and the latencies of a service.</summary>
internal sealed class BenchCommand
{
    private const long DefaultCalls = 1000;

    private readonly ConnectionOptions _connection = new();
    private readonly Argument<string[]> _call = new("address method arguments")
    {
        Description = $"The service's address (or ${ConnectionOptions.EndpointVariable} has it), the method, and its arguments as strings.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly CountOption _callers = new("-c", "How many calls run at once. Default: 1.");
    private readonly CountOption _calls = new("-n", $"How many calls to make. Default: {DefaultCalls}.");
    private readonly SecondsOption _duration = new("--duration", null, "Call for so long instead of a number of times.");
    private readonly Option<bool> _json = new("--json", "-j") { Description = "The arguments are JSON." };
    private readonly Option<bool> _mixed = new("--mixed", "-m")
    {
        Description = "The arguments are strings, :=json, @file.json or @bin:file.",
    };
    private readonly Option<bool> _csv = new("--csv") { Description = "Print a header and a row for a spreadsheet." };

    private BenchCommand()
    {
    }

    public static Command Create() => new BenchCommand().Build();

    private Command Build()
    {
        var command = new Command("bench", "Measure how many calls a second a service takes, and how long they last.")
        {
            _call, _callers, _calls, _duration, _json, _mixed, _csv,
        };
        _connection.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        (string address, string[] words) = _connection.TakeAddress(parsed, parsed.GetValue(_call) ?? []);
        LoadPlan plan = Plan(parsed, words);
        await using ZeroRpcClient client = _connection.Connect(parsed, address);
        var run = new LoadRun(client, plan);
        await UnknownMethod.HintingAsync(client, plan.Method, () => run.WarmUpAsync(stop), stop);
        bool isQuiet = Console.IsErrorRedirected || _connection.Messages.Notices(parsed).IsQuiet;
        LoadReport report = isQuiet ? await run.RunAsync(stop) : await WithProgressAsync(run, stop);
        Console.Out.Write(parsed.GetValue(_csv) ? LoadText.Csv(plan, report) : LoadText.ForPeople(plan, report));
        if (report.FirstError is not { } failure || stop.IsCancellationRequested)
        {
            return stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
        }

        return await FailureReport.WriteAsync(failure, parsed.GetValue(_connection.Traceback));
    }

    private LoadPlan Plan(ParseResult parsed, string[] words)
    {
        if (words.Length == 0)
        {
            throw CommandFailure.Usage("give the method to call, such as _zerorpc_ping, which every service has.");
        }

        (int callers, long? calls, TimeSpan? duration) = (parsed.GetValue(_callers) ?? 1, parsed.GetValue(_calls), _duration.Read(parsed));
        if (calls is not null && duration is not null)
        {
            throw CommandFailure.Usage("give either -n (how many calls) or --duration (how long), not both.");
        }

        string[] texts = words[1..];
        object?[] args = parsed.GetValue(_json) ? Parameters.Json(texts)
            : parsed.GetValue(_mixed) ? Parameters.Mixed(texts)
            : Parameters.Plain(texts);
        return new LoadPlan(words[0], args, callers, duration is null ? calls ?? DefaultCalls : null, duration);
    }

    /// <summary>
    /// Shows a progress bar during the run. The bar is written to standard error and removed at the end, so that standard output contains
    /// only the results.
    /// </summary>
    private static Task<LoadReport> WithProgressAsync(LoadRun run, CancellationToken stop)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        Progress progress = console.Progress().AutoClear(true).Columns(
            new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn());
        return progress.StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("0 calls", maxValue: 1);
            Task<LoadReport> running = run.RunAsync(stop);
            while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None)) != running)
            {
                bar.Value = run.Progress;
                bar.Description = FormattableString.Invariant($"{run.Done:N0} calls");
            }

            return await running;
        });
    }
}
