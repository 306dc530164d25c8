using System.Diagnostics;
using System.Globalization;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Modes;

/// <summary>
/// What many connections to one server cost the others. The server is in this process, the idle clients in a second and the clients that are
/// measured in a third.
/// </summary>
internal static class ManyConnectionsMode
{
    private const int Rounds = 3;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly int[] IdleCounts = [0, 100, 1_000, 5_000, 9_000, 0];

    /// <summary><c>-- idle</c>: the rates of one busy client beside idle connections, and what each of these costs the server.</summary>
    public static async Task<int> RunIdleAsync()
    {
        await using ZeroRpcServer server = StartServer(out string endpoint);
        Console.WriteLine("idle connections | sequential calls/s | calls/s of 100 callers | KiB heap each | KiB resident each | threads of the server");
        await RunAsync(RemoteCaller.One, endpoint); // Compiles what the server needs for the measured calls.
        foreach (int count in IdleCounts)
        {
            (long heap, long resident) = (Heap.Live(), Environment.WorkingSet);
            using Process idle = Start(RemoteCaller.Idle, endpoint, count.ToString(CultureInfo.InvariantCulture));
            await idle.StandardOutput.ReadLineAsync();
            (heap, resident) = (Heap.Live() - heap, Environment.WorkingSet - resident);
            string[] rates = await RunAsync(RemoteCaller.One, endpoint);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} | {rates[0]} | {rates[1]} | {Each(heap, count)} | {Each(resident, count)} | {Process.GetCurrentProcess().Threads.Count}"));
            idle.StandardInput.Close();
            await idle.WaitForExitAsync();
            await Task.Delay(Settling); // The server closes the connections of the process that has ended.
        }

        return 0;
    }

    /// <summary><c>-- busy</c>: connections that each call in sequence, 1,000 beside 100, and 100 callers of one connection.</summary>
    public static async Task<int> RunBusyAsync()
    {
        await using ZeroRpcServer server = StartServer(out string endpoint);
        Console.WriteLine(
            "calls/s of 100 callers of one connection | of 100 connections | of 1,000 connections | ratio to 100 | median wait µs | longest wait µs");
        for (int round = 0; round < Rounds; round++)
        {
            string callers = (await RunAsync(RemoteCaller.One, endpoint))[1];
            string hundred = (await RunAsync(RemoteCaller.Many, endpoint, "100"))[0];
            string[] thousand = await RunAsync(RemoteCaller.Many, endpoint, "1000");
            double ratio = double.Parse(thousand[0], CultureInfo.InvariantCulture) / double.Parse(hundred, CultureInfo.InvariantCulture);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{callers} | {hundred} | {thousand[0]} | {ratio:F2} | {thousand[1]} | {thousand[2]}"));
        }

        return 0;
    }

    private static ZeroRpcServer StartServer(out string endpoint)
    {
        var server = new ZeroRpcServer(new Service());
        endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        return server;
    }

    private static async Task<string[]> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        string? line = await process.StandardOutput.ReadLineAsync();
        await process.WaitForExitAsync();
        return line?.Split(' ') ?? throw new InvalidOperationException("The process of the clients failed.");
    }

    private static Process Start(params string[] arguments) => OwnProcess.StartRedirected(arguments);

    private static string Each(long bytes, int count) =>
        count == 0 ? "-" : (bytes / 1024.0 / count).ToString("F1", CultureInfo.InvariantCulture);
}
