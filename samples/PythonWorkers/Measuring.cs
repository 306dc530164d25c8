using System.Diagnostics;
using System.Globalization;
using ZeroRpc;

/// <summary>Tries settings with jobs that hold the processor for longer than two heartbeats, and says what became of the jobs.</summary>
/// <param name="heartbeat">The default heartbeat: 5 s, or less for the impatient.</param>
public sealed class Measuring(TimeSpan heartbeat)
{
    private const int Workers = 2;
    private const int Jobs = 4;

    private readonly double _job = (heartbeat * Setting.Job).TotalSeconds;

    /// <summary>Prints a table.</summary>
    public async Task RunAsync(IEnumerable<Setting> settings)
    {
        Print($"{Jobs} jobs of {_job} s for {Workers} workers; the default heartbeat is {heartbeat.TotalSeconds} s.");
        Print($"");
        Print($"| Heartbeats | Answered | Lost | Begun | Seconds |");
        Print($"| --- | --- | --- | --- | --- |");
        foreach (Setting setting in settings)
        {
            await TryAsync(setting);
        }
    }

    private async Task TryAsync(Setting setting)
    {
        var options = new ZeroRpcClientOptions
        {
            Heartbeat = heartbeat * setting.Heartbeat,
            Timeout = TimeSpan.FromHours(1),
            Retry = setting.Retries ? new ZeroRpcRetryOptions() : null,
        };
        await using WorkerPool pool = await WorkerPool.StartAsync(Workers, options, [.. PythonOptions(setting)]);
        using var farm = new Farm(pool.Client, setting.OneByOne ? Workers : Jobs);

        var watch = Stopwatch.StartNew();
        Task<bool>[] first = Start(0, Workers);
        await Task.WhenAll(pool.Workers.Select(worker => worker.JobStarted));
        Task<bool>[] second = Start(Workers, Jobs - Workers);
        if (setting.OneIsKilled)
        {
            pool.Workers[0].Kill();
        }

        int answered = (await Task.WhenAll([.. first, .. second])).Count(isAnswered => isAnswered);
        int begun = pool.Workers.Sum(worker => worker.JobsStarted);
        Print($"| {setting.Name} | {answered} | {Jobs - answered} | {begun} | {watch.Elapsed.TotalSeconds:f0} |");

        Task<bool>[] Start(int from, int count) => [.. Enumerable.Range(from, count).Select(seed => IsAnsweredAsync(farm, seed))];
    }

    private async Task<bool> IsAnsweredAsync(Farm farm, int seed)
    {
        try
        {
            await farm.SampleAsync(seed, _job, CancellationToken.None);
            return true;
        }
        catch (LostRemoteException)
        {
            return false;
        }
    }

    private IEnumerable<string> PythonOptions(Setting setting)
    {
        double? seconds = (heartbeat * setting.PythonHeartbeat)?.TotalSeconds;
        yield return string.Create(CultureInfo.InvariantCulture, $"--heartbeat={(seconds is null ? "none" : seconds)}");
        if (setting.InThread)
        {
            yield return "--thread";
        }

        if (setting.PoolSize is { } size)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"--pool-size={size}");
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
