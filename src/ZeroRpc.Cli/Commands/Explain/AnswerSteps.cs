using ZeroRpc.Cli.Commands.Trace;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>
/// The steps at the level of ZeroRPC: whether a call is answered, and whether the heartbeat intervals of both sides match. A step that
/// finds a problem returns its exit code.
/// </summary>
internal sealed class AnswerSteps(ZmtpProbe probe, ExplainSettings settings, ExplanationText text)
{
    private const string WhySilent =
        "An active client loses the server. Either its heartbeats are off (use --heartbeat off) or far apart, or the method blocks " +
        "the server's thread: in Python it must yield (gevent.sleep), or run elsewhere.";

    private static readonly TimeSpan _usualTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _usualHeartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Checks that the service replies to a ping.</summary>
    public async Task<int?> PingAsync(CancellationToken stop)
    {
        TimeSpan untilLost = (3 * (settings.Heartbeat ?? _usualHeartbeat)) + TimeSpan.FromSeconds(1);
        TimeSpan limit = settings.Timeout is { } timeout && timeout < untilLost ? timeout : untilLost;
        ProbeResult result = await ProbeCall.RunAsync(probe, settings.Header, "_zerorpc_ping", [], limit, untilHeartbeat: false, stop);
        if (result.Answer is { } answer)
        {
            return text.Good($"answer: {RecordedCall.TextOf(answer)} after {result.After.TotalMilliseconds:0.0} ms");
        }

        string waited = $"answer: none within {limit.TotalSeconds:0.#} s";
        return result.FirstHeartbeat is not null
            ? text.Trouble(
                ExitCode.Timeout,
                waited + ", but heartbeats come",
                "The server lives and is busy: too many calls wait. Raise its pool size, or call less.")
            : text.Trouble(
                ExitCode.Timeout,
                waited + ", and no heartbeat back",
                "The server's thread is blocked (a handler computes or sleeps without yielding), its pool is used up, or this is a " +
                "ROUTER that speaks no ZeroRPC. Look at what the server is doing; in Python use gevent.sleep and more processes.");
    }

    /// <summary>Measures the heartbeat interval of the server during a method call.</summary>
    public async Task<int?> HeartbeatsAsync(CancellationToken stop)
    {
        if (settings.Method is not { } method)
        {
            text.Skipped(
                "heartbeats: they flow only while a call runs; to see them, give --method and a method that lasts, with its arguments");
            return null;
        }

        TimeSpan limit = settings.Timeout ?? _usualTimeout;
        ProbeResult result = await ProbeCall.RunAsync(probe, settings.Header, method, settings.Args, limit, untilHeartbeat: true, stop);
        return result switch
        {
            { FirstHeartbeat: { } theirs } => Compare(theirs),
            { Answer: not null } when result.After > 2 * settings.Heartbeat => text.Trouble(
                ExitCode.LostRemote, $"heartbeats: {method} answered after {result.After.TotalSeconds:0.0} s, and sent none before", WhySilent),
            { Answer: { } answer } => text.Good(
                $"heartbeats: {method} answered {RecordedCall.TextOf(answer)} after {result.After.TotalSeconds:0.0} s, " +
                "before one was due: take a longer call"),
            _ => text.Trouble(
                ExitCode.LostRemote, $"heartbeats: {method} gave neither an answer nor a heartbeat in {limit.TotalSeconds:0.#} s",
                WhySilent + " A Node server is silent too where it has no such method."),
        };
    }

    private int? Compare(TimeSpan theirs)
    {
        string found = $"heartbeats: the server's interval is {theirs.TotalSeconds:0.0} s, ours {Interval(settings.Heartbeat)}";
        return settings.Heartbeat switch
        {
            { } ours when ours > 2 * theirs => Lost($"{found}: it gives us up after {(2 * theirs).TotalSeconds:0.0} s", theirs),
            { } ours when theirs > 2 * ours => Lost($"{found}: we give it up after {(2 * ours).TotalSeconds:0.0} s", theirs),
            { } => text.Good($"{found}: they fit"),
            null => Lost($"{found}: it gives us up after {(3 * theirs).TotalSeconds:0.0} s", theirs),
        };
    }

    private int? Lost(string found, TimeSpan theirs)
    {
        // Rounds the measured interval to a plausible setting, because 5.1 is not one.
        double fitting = theirs.TotalSeconds >= 1 ? Math.Round(2 * theirs.TotalSeconds) / 2 : Math.Max(Math.Round(theirs.TotalSeconds, 1), 0.1);
        return text.Trouble(ExitCode.LostRemote, found, $"Give both sides the same: --heartbeat {fitting:0.#} here.");
    }

    private static string Interval(TimeSpan? interval) => interval is { } some ? $"{some.TotalSeconds:0.#} s" : "off";
}
