using Microsoft.Extensions.Logging;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// Replays the clients of a transcript: sends their recorded bytes to a server at the recorded intervals, and compares the replies with the
/// recorded ones.
/// </summary>
internal sealed class ReplayClient : IAsyncDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(5);

    /// <summary>How much longer than recorded a reply can take.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<RecordedCall> _calls;
    private readonly List<Planned> _toSend;
    private readonly List<Crossing> _answers = [];
    private readonly Dictionary<int, RelaySocket> _sockets = [];
    private readonly RelayLoop _loop;
    private readonly Action<Crossing> _onCrossing;
    private readonly TimeSpan _start;
    private TimeSpan _end;

    public ReplayClient(IReadOnlyList<Crossing> transcript, string forward, Action<Crossing> onCrossing, ILogger logger)
    {
        _loop = new RelayLoop(_tick, logger);
        _calls = RecordedCall.Of(transcript);
        _toSend = [.. transcript.Where(crossing => crossing.FromClient).Select(sent => Plan(transcript, sent))];
        _start = transcript.Count > 0 ? transcript[0].At : default;
        _end = transcript.Count > 0 ? transcript[^1].At - _start + _patience : default;
        _onCrossing = onCrossing;
        foreach (int client in transcript.Select(crossing => crossing.Client).Distinct())
        {
            _sockets.Add(client, RelaySocket.Connect(_loop, forward, body => Take(client, body)));
        }
    }

    /// <summary>
    /// Replays on the calling thread until all calls are answered or the time is over. Prints the outcome to standard error.
    /// </summary>
    /// <param name="onTick">Called periodically with the time.</param>
    /// <param name="stop">Stops the replay.</param>
    /// <returns>The exit code: 1 if a reply differs.</returns>
    public int Run(Action<TimeSpan> onTick, CancellationToken stop)
    {
        _loop.Run(onTick + Step, stop);
        stop.ThrowIfCancellationRequested();
        int different = _calls.Count(Differs);
        Console.Error.WriteLine($"{_calls.Count} calls, {_calls.Count - different} answered as recorded, {different} not");
        return different == 0 ? ExitCode.Done : ExitCode.RemoteError;
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private void Step(TimeSpan now)
    {
        _toSend.RemoveAll(TrySend);
        if (_toSend.Count == 0 && (now > _end || _calls.All(call => AnswersTo(call.Request).Count >= call.Answers.Count)))
        {
            _loop.Stop();
        }
    }

    private bool TrySend(Planned next)
    {
        Crossing recorded = next.Event;
        TimeSpan due = recorded.At - _start;
        if (due > _loop.Now || (!MayFollow(next) && due + _patience > _loop.Now))
        {
            return false;
        }

        _end = TimeSpan.FromTicks(Math.Max(_end.Ticks, (_loop.Now + _patience).Ticks));
        _onCrossing(new Crossing(_loop.Now, recorded.Client, fromClient: true, recorded.Frames));
        _sockets[recorded.Client].Send(recorded.Frames[^1]);
        return true;
    }

    /// <summary>
    /// Returns true if an event can be sent now. A grant waits for the items that it followed in the transcript, because a Python server
    /// ignores a grant that arrives together with its call. A call waits for the end of the calls that had ended before it in the
    /// transcript; otherwise a blocking method could keep a slower server from answering them.
    /// </summary>
    private bool MayFollow(Planned next) =>
        (next.Event.Event.Kind != EventKind.More || AnswersTo(next.Event).Count >= next.AnswersBefore)
            && next.EndedBefore.All(ended => _answers.Any(answer => IsSameChannel(answer, ended) && RecordedCall.IsLast(answer)));

    private static Planned Plan(IReadOnlyList<Crossing> transcript, Crossing sent)
    {
        Crossing[] before = [.. transcript.TakeWhile(crossing => crossing != sent)
            .Where(crossing => !crossing.FromClient && crossing.Client == sent.Client && RecordedCall.IsAnswer(crossing))];
        return new Planned(
            sent,
            before.Count(answer => IsSameChannel(answer, sent)),
            sent.IsRequest ? [.. before.Where(RecordedCall.IsLast)] : []);
    }

    private static bool IsSameChannel(Crossing one, Crossing other) => one.Client == other.Client && one.ChannelId.Equals(other.ChannelId);

    private void Take(int client, byte[] body)
    {
        var crossing = new Crossing(_loop.Now, client, fromClient: false, [[], body]);
        _onCrossing(crossing);
        if (RecordedCall.IsAnswer(crossing))
        {
            _answers.Add(crossing);
        }
    }

    private List<string> AnswersTo(Crossing inChannel) =>
        [.. _answers.Where(answer => IsSameChannel(answer, inChannel)).Select(RecordedCall.TextOf)];

    /// <summary>Returns true if a call was answered differently than recorded. Prints the first difference.</summary>
    private bool Differs(RecordedCall call)
    {
        IReadOnlyList<string> recorded = call.Answers;
        List<string> came = AnswersTo(call.Request);
        int same = recorded.Zip(came).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same == recorded.Count && same == came.Count)
        {
            return false;
        }

        string method = $"{call.Request.Event.NameText}({FrameText.Arguments(call.Request.Event.Args)})";
        (string before, string now) = (recorded.ElementAtOrDefault(same) ?? "not there", came.ElementAtOrDefault(same) ?? "not there");
        Console.Error.WriteLine(PrintableText.Escape($"{method}: answer {same + 1} was {before}, now it is {now}"));
        return true;
    }

    /// <summary>An event that a client sent, and the replies that it had received before.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="AnswersBefore">The number of replies on its channel before the event.</param>
    /// <param name="EndedBefore">For a call, the last replies of the client's earlier calls.</param>
    private sealed record Planned(Crossing Event, int AnswersBefore, IReadOnlyList<Crossing> EndedBefore);
}
