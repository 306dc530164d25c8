using System.Diagnostics;
using System.Globalization;
using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>The clients of <c>-- idle</c> and <c>-- busy</c>, each in a process of its own. Each prints its figures as one line.</summary>
internal static class RemoteCaller
{
    /// <summary>The first argument of a process with idle clients; the endpoint and their number follow.</summary>
    public const string Idle = "idle-clients";

    /// <summary>The first argument of a process that measures one client; the endpoint follows.</summary>
    public const string One = "one-client";

    /// <summary>The first argument of a process that measures many clients; the endpoint and their number follow.</summary>
    public const string Many = "many-clients";

    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    /// <summary>Connects clients, makes one call with each, prints a line, and keeps them until the input ends.</summary>
    public static async Task<int> RunIdleAsync(string endpoint, int count)
    {
        var clients = new List<ZeroRpcClient>(count);
        foreach (int[] some in Enumerable.Range(0, count).Chunk(100))
        {
            ZeroRpcClient[] added = [.. some.Select(_ => new ZeroRpcClient(endpoint))];
            await Task.WhenAll(added.Select(client => client.InvokeAsync<int>("Add", 1, 2)));
            clients.AddRange(added);
        }

        Console.WriteLine("connected");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Prints the calls a second of one client, one after another and by 100 callers.</summary>
    public static async Task<int> RunOneAsync(string endpoint)
    {
        await using var client = new CallingClient(endpoint);
        Measuring.Rounds rounds = await Measuring.Rounds.RunAsync(7, new SequentialCalls(client), new ConcurrentCalls(client));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{rounds.Median(0, sample => sample.Rate):F0} {rounds.Median(1, sample => sample.Rate):F0}"));
        return 0;
    }

    /// <summary>Prints the calls a second of clients that each call in sequence, the median wait for a reply, and the longest, in µs.</summary>
    public static async Task<int> RunManyAsync(string endpoint, int count)
    {
        ZeroRpcClient[] clients = [.. Enumerable.Range(0, count).Select(_ => new ZeroRpcClient(endpoint))];
        await CallAsync(clients, WarmUp);
        var rounds = new List<Waits>();
        for (int round = 0; round < Rounds; round++)
        {
            rounds.Add(await CallAsync(clients, Round));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Measuring.Rounds.Median(rounds.Select(round => round.Rate)):F0} {Measuring.Rounds.Median(rounds.Select(round => round.Median)):F0} {Measuring.Rounds.Median(rounds.Select(round => round.Longest)):F0}"));
        return 0;
    }

    private static async Task<Waits> CallAsync(ZeroRpcClient[] clients, TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp();
        (int Calls, double Mean, double Longest)[] each = await Task.WhenAll(clients.Select(client => Task.Run(() => CallAsync(client, began, time))));
        return new Waits(
            each.Sum(one => one.Calls) / Stopwatch.GetElapsedTime(began).TotalSeconds,
            Measuring.Rounds.Median(each.Select(one => one.Mean)),
            each.Max(one => one.Longest));
    }

    private static async Task<(int Calls, double Mean, double Longest)> CallAsync(ZeroRpcClient client, long began, TimeSpan time)
    {
        int calls = 0;
        TimeSpan longest = TimeSpan.Zero;
        long last = Stopwatch.GetTimestamp();
        do
        {
            await client.InvokeAsync<int>("Add", calls++, 1);
            long now = Stopwatch.GetTimestamp();
            TimeSpan wait = Stopwatch.GetElapsedTime(last, now);
            longest = wait > longest ? wait : longest;
            last = now;
        }
        while (Stopwatch.GetElapsedTime(began, last) < time);

        return (calls, Stopwatch.GetElapsedTime(began, last).TotalMicroseconds / calls, longest.TotalMicroseconds);
    }

    /// <summary>The calls a second of all connections, the median of their mean waits for a reply, and the longest wait, in µs.</summary>
    private sealed record Waits(double Rate, double Median, double Longest);

    private sealed class CallingClient(string endpoint) : ICaller
    {
        private readonly ZeroRpcClient _client = new(endpoint);

        public string Name => "one client";

        public Task AddAsync(int a, int b) => _client.InvokeAsync<int>("Add", a, b);

        public ValueTask DisposeAsync() => _client.DisposeAsync();
    }
}
