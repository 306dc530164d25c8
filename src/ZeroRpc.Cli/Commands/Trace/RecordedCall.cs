using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>A call of a transcript: the request, and what the server sent on its channel, in order.</summary>
internal sealed record RecordedCall(Crossing Request, IReadOnlyList<Crossing> FromServer)
{
    /// <summary>The server's events that are an answer, not upkeep of the channel.</summary>
    public IReadOnlyList<string> Answers => [.. FromServer.Where(IsAnswer).Select(TextOf)];

    /// <summary>The calls of a transcript in the order in which they were made.</summary>
    public static IReadOnlyList<RecordedCall> Of(IReadOnlyList<Crossing> transcript) =>
    [
        .. transcript.Where(crossing => crossing.IsRequest && !crossing.ChannelId.IsNone).Select(request => new RecordedCall(
            request,
            [.. transcript.Where(crossing =>
                !crossing.FromClient && crossing.Client == request.Client && crossing.ChannelId.Equals(request.ChannelId))])),
    ];

    /// <summary>Whether an event is an answer: a value, an item, an error or an end.</summary>
    public static bool IsAnswer(Crossing crossing) =>
        crossing.Problem is null && crossing.Event.Kind is EventKind.Ok or EventKind.Error or EventKind.Stream or EventKind.StreamDone;

    /// <summary>Whether an event is the last answer to its call.</summary>
    public static bool IsLast(Crossing crossing) => IsAnswer(crossing) && crossing.Event.Kind is not EventKind.Stream;

    /// <summary>An answer as text, less an error's traceback, which differs from run to run.</summary>
    public static string TextOf(Crossing answer)
    {
        ReadOnlyMemory<byte> args = answer.Event.Args;
        var reader = new MessagePackReader(args);
        if (answer.Event.Kind == EventKind.StreamDone)
        {
            return answer.Event.NameText;
        }

        if (answer.Event.Kind != EventKind.Error || reader.NextMessagePackType != MessagePackType.Array || reader.ReadArrayHeader() < 2)
        {
            return $"{answer.Event.NameText} {FrameText.ForPeople(args)}";
        }

        int first = (int)reader.Consumed;
        reader.Skip();
        int second = (int)reader.Consumed;
        reader.Skip();
        (string name, string message) = (FrameText.ForPeople(args[first..second]), FrameText.ForPeople(args[second..(int)reader.Consumed]));
        return $"{answer.Event.NameText} {name} {message}";
    }
}
