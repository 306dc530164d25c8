using System.Diagnostics;
using System.Globalization;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Modes;

/// <summary>
/// <c>-- connections [count]</c>: so many clients (1,000) in another process, each with a connection of its own to one server here and a call
/// a second. Tells what a connection costs each of the two processes, at first and as time goes by; what the processes have without is not
/// counted.
/// </summary>
internal static class ConnectionsMode
{
    /// <summary>The first argument of the clients' process; the endpoint and the count follow.</summary>
    public const string Clients = "connections-clients";

    private const int Rounds = 3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs the server, and the clients in a process of their own.</summary>
    public static async Task<int> RunAsync(int count)
    {
        var service = new Service();
        await using var server = new ZeroRpcServer(service);
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        await using (ZeroRpcClient first = new ZeroRpcClient(endpoint))
        {
            await first.InvokeAsync<int>("Add", 1, 2); // What the first call loads is no connection's.
        }

        Cost before = Cost.Now();
        using Process clients = OwnProcess.Start(Clients, endpoint, count.ToString(CultureInfo.InvariantCulture));
        for (int round = 0; round < Rounds; round++)
        {
            await Task.Delay(Round);
            Report("server", round, Cost.Now() - before, count);
        }

        await clients.WaitForExitAsync();
        return clients.ExitCode;
    }

    /// <summary>Runs the clients.</summary>
    public static async Task<int> RunClientsAsync(string endpoint, int count)
    {
        await using (ZeroRpcClient first = new ZeroRpcClient(endpoint))
        {
            await first.InvokeAsync<int>("Add", 1, 2);
        }

        Cost before = Cost.Now();
        using var stop = new CancellationTokenSource();
        ZeroRpcClient[] clients = [.. Enumerable.Range(0, count).Select(_ => new ZeroRpcClient(endpoint))];
        Task<long>[] calling = [.. clients.Select((client, number) => CallAsync(client, Pause * number / count, stop.Token))];
        for (int round = 0; round < Rounds; round++)
        {
            await Task.Delay(Round);
            Report("clients", round, Cost.Now() - before, count);
        }

        await stop.CancelAsync();
        long calls = (await Task.WhenAll(calling)).Sum();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls:N0} calls, each answered"));
        foreach (ZeroRpcClient client in clients)
        {
            await client.DisposeAsync();
        }

        return 0;
    }

    /// <summary>A call a second; gives how many there were.</summary>
    private static async Task<long> CallAsync(ZeroRpcClient client, TimeSpan first, CancellationToken stop)
    {
        long calls = 0;
        await Task.Delay(first, CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            await client.InvokeAsync<int>("Add", 1, 2);
            calls++;
            await Task.Delay(Pause, CancellationToken.None);
        }

        return calls;
    }

    private static void Report(string side, int round, Cost cost, int count) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{side,-8} after {(round + 1) * Round.TotalSeconds:0} s: {cost.Heap / 1024.0 / count,6:F1} KiB of heap, {cost.Resident / 1024.0 / count,6:F1} KiB resident a connection"));

    /// <summary>What the process holds: on the heap, and in all.</summary>
    private readonly record struct Cost(long Heap, long Resident)
    {
        public static Cost Now() => new(Subjects.Heap.Live(), Environment.WorkingSet);

        public static Cost operator -(Cost left, Cost right) => new(left.Heap - right.Heap, left.Resident - right.Resident);
    }
}
