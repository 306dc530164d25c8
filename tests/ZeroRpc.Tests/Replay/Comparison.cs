using ZeroRpc.Events;

namespace ZeroRpc.Tests.Replay;

/// <summary>One way in which the library did otherwise than the recorded peer.</summary>
/// <param name="Method">The call's method.</param>
/// <param name="Event">The event's name.</param>
/// <param name="Part">What differs: missing, extra, name, header, args, type, message, traceback, time, or outcome.</param>
/// <param name="Recorded">What the peer sent.</param>
/// <param name="Ours">What the library sent.</param>
internal sealed record Difference(string Method, string Event, string Part, string Recorded, string Ours);

/// <summary>
/// Compares what one side sent, channel by channel: data, heartbeats and grants each in their order, for between those the recorded order
/// was the scheduler's choice.
/// </summary>
internal sealed class Comparison(Transcript transcript)
{
    private const double ToleranceMs = 100;

    private readonly Dictionary<MessageId, string> _methods =
        transcript.OfClient.Where(frame => frame.OpensChannel).ToDictionary(frame => frame.Channel, frame => frame.Name);

    public IEnumerable<Difference> Compare(IEnumerable<Frame> recorded, IEnumerable<Frame> ours)
    {
        ILookup<(MessageId Channel, Lane Lane), Frame> expected = recorded.ToLookup(frame => (frame.Channel, frame.Lane));
        ILookup<(MessageId Channel, Lane Lane), Frame> actual = ours.ToLookup(frame => (frame.Channel, frame.Lane));
        return expected.Select(lane => lane.Key).Union(actual.Select(lane => lane.Key))
            .SelectMany(key => CompareLane(_methods[key.Channel], [.. expected[key]], [.. actual[key]]));
    }

    private static IEnumerable<Difference> CompareLane(string method, Frame[] recorded, Frame[] ours)
    {
        int common = Math.Min(recorded.Length, ours.Length);
        return recorded.Zip(ours).SelectMany(pair => ComparePair(method, pair.First, pair.Second))
            .Concat(recorded[common..].Select(frame => new Difference(method, frame.Name, "missing", frame.ArgsText, "nothing")))
            .Concat(ours[common..].Select(frame => new Difference(method, frame.Name, "extra", "nothing", frame.ArgsText)));
    }

    private static IEnumerable<Difference> ComparePair(string method, Frame recorded, Frame ours)
    {
        return Parts().Where(part => part.Recorded != part.Ours)
            .Select(part => new Difference(method, recorded.Name, part.Name, part.Recorded, part.Ours));

        IEnumerable<(string Name, string Recorded, string Ours)> Parts()
        {
            yield return ("name", recorded.Name, ours.Name);
            if (recorded.IsOfPython)
            {
                yield return ("header", recorded.HeaderText, ours.HeaderText);
                yield return ("time", "in time", InTime(recorded, ours));
            }

            if (recorded.Kind == EventKind.Error && ours.Kind == EventKind.Error)
            {
                var error = (object?[])recorded.Args!;
                var ourError = (object?[])ours.Args!;
                yield return ("args", $"{error.Length} elements", $"{ourError.Length} elements");
                yield return ("type", $"{error[0]}", $"{ourError[0]}");
                yield return ("message", $"{error[1]}", $"{ourError[1]}");
                yield return ("traceback", $"{error[2]}", $"{ourError[2]}");
            }
            else
            {
                yield return ("args", recorded.ArgsText, ours.ArgsText);
            }
        }
    }

    /// <summary>An event comes when Python's did; a grant may come earlier, for Python reads behind what arrives.</summary>
    private static string InTime(Frame recorded, Frame ours)
    {
        bool late = recorded.Lane == Lane.Grants && ours.Heard > recorded.Heard;
        return late || Math.Abs(recorded.Ms - ours.Ms) > ToleranceMs
            ? $"at {ours.Ms} after {ours.Heard} events, not at {recorded.Ms} after {recorded.Heard}"
            : "in time";
    }
}
