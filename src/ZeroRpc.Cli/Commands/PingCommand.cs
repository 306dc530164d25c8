using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Commands.Explain;
using ZeroRpc.Cli.Commands.Repl;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Profiles;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>ping</c>: checks that a service replies, and measures the round trip.</summary>
internal static class PingCommand
{
    private const int DefaultCount = 10;

    public static Command Create()
    {
        var connection = new ConnectionOptions(ConnectionOptions.ShortConnectTimeout);
        var address = new Argument<string?>("address") { Description = "The service's address.", Arity = ArgumentArity.ZeroOrOne };
        var count = new CountOption("--count", $"How many round trips. Default: {DefaultCount}.", "-c");
        var explain = new Option<bool>("--explain")
        {
            Description = "Walk through why the service does not answer, and say what to change.",
        };
        var method = new Option<string[]>("--method")
        {
            Description = "With --explain: a method that lasts, and its arguments, to see the heartbeats meanwhile.",
            HelpName = "method arguments",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("ping", "Ask a service whether it answers, and how fast.") { address, count, explain, method };
        connection.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            string endpoint = connection.AddressOf(parsed, parsed.GetValue(address));
            int times = parsed.GetValue(count) ?? DefaultCount;
            if (parsed.GetValue(explain))
            {
                ExplainSettings settings = Settings(connection, parsed, parsed.GetValue(method) ?? []);
                return await PingExplanation.RunAsync(endpoint, settings, Console.Out, stop);
            }

            await using ZeroRpcClient client = connection.Connect(parsed, endpoint);
            return await PingAsync(client, endpoint, times, stop);
        });
        return command;
    }

    private static ExplainSettings Settings(ConnectionOptions connection, ParseResult parsed, string[] call)
    {
        Profile profile = connection.Profile.Read(parsed);
        return new ExplainSettings(
            connection.Heartbeat.Read(parsed, profile.Heartbeat),
            connection.Timeout.Read(parsed, profile.Timeout),
            connection.Header.Read(parsed, profile.Headers),
            call.FirstOrDefault(),
            LineArguments.Read(call.Skip(1).Select(word => new LineWord(word, IsQuoted: false)), lastValue: null),
            connection.ClientOptions(parsed).Security);
    }

    /// <summary>
    /// Sends the pings. The first round trip includes the connection and is shown separately. Ctrl-C ends the command early and still shows
    /// the results.
    /// </summary>
    private static async Task<int> PingAsync(ZeroRpcClient client, string endpoint, int times, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        string name = await client.PingAsync(stop);
        Console.WriteLine($"{endpoint} is \"{PrintableText.Escape(name)}\": connected and answered in {Milliseconds(Stopwatch.GetElapsedTime(start))}");
        List<TimeSpan> trips = [];
        try
        {
            while (trips.Count < times)
            {
                start = Stopwatch.GetTimestamp();
                await client.PingAsync(stop);
                trips.Add(Stopwatch.GetElapsedTime(start));
            }
        }
        finally
        {
            WriteSummary(trips);
        }

        return ExitCode.Done;
    }

    private static void WriteSummary(List<TimeSpan> trips)
    {
        if (trips.Count > 0)
        {
            trips.Sort();
            string counted = trips.Count == 1 ? "1 round trip" : $"{trips.Count} round trips";
            Console.WriteLine($"{counted}: min {Milliseconds(trips[0])}, median {At(trips, 0.5)}, p99 {At(trips, 0.99)}");
        }
    }

    private static string At(List<TimeSpan> sorted, double share) =>
        Milliseconds(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)]);

    private static string Milliseconds(TimeSpan span) => span.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}
