using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands;

/// <summary><c>ping</c>: does the service answer, and how fast?</summary>
internal static class PingCommand
{
    private const int DefaultCount = 10;

    public static Command Create()
    {
        var connection = new ConnectionOptions();
        var address = new Argument<string?>("address") { Description = "The service's address.", Arity = ArgumentArity.ZeroOrOne };
        var count = new Option<int?>("--count", "-c")
        {
            Description = $"How many round trips. Default: {DefaultCount}.",
            HelpName = "count",
        };
        var command = new Command("ping", "Ask a service whether it answers, and how fast.") { address, count };
        connection.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            string endpoint = ConnectionOptions.AddressOf(parsed.GetValue(address));
            int times = parsed.GetValue(count) ?? DefaultCount;
            if (times < 1)
            {
                throw CommandFailure.Usage($"-c {times}: at least one round trip is needed.");
            }

            await using ZeroRpcClient client = connection.Connect(parsed, endpoint);
            return await PingAsync(client, endpoint, times, stop);
        });
        return command;
    }

    /// <summary>The first round trip includes the connection, so it is told apart. Ctrl-C ends early and still tells what was seen.</summary>
    private static async Task<int> PingAsync(ZeroRpcClient client, string endpoint, int times, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        string name = await client.PingAsync(stop);
        Console.WriteLine($"{endpoint} is \"{name}\": connected and answered in {Milliseconds(Stopwatch.GetElapsedTime(start))}");
        List<TimeSpan> trips = new(times);
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
            Console.WriteLine(
                $"{trips.Count} round trip{(trips.Count == 1 ? "" : "s")}: min {Milliseconds(trips[0])}, median {At(trips, 0.5)}, p99 {At(trips, 0.99)}");
        }
    }

    private static string At(List<TimeSpan> sorted, double share) => Milliseconds(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)]);

    private static string Milliseconds(TimeSpan span) => span.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}
