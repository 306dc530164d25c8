using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>A call in a transcript: the request, and the events of the server on its channel, in order.</summary>
internal sealed record RecordedCall(Crossing Request, IReadOnlyList<Crossing> FromServer)
{
    /// <summary>The replies of the server, without heartbeats and grants.</summary>
    public IReadOnlyList<string> Answers => [.. FromServer.Where(IsAnswer).Select(TextOf)];

    /// <summary>Returns the calls of a transcript, in the order of their requests.</summary>
    public static IReadOnlyList<RecordedCall> Of(IReadOnlyList<Crossing> transcript) =>
    [
        .. transcript.Where(crossing => crossing.IsRequest && !crossing.ChannelId.IsNone).Select(request => new RecordedCall(
            request,
            [.. transcript.Where(crossing =>
                !crossing.FromClient && crossing.Client == request.Client && crossing.ChannelId.Equals(request.ChannelId))])),
    ];

    /// <summary>Returns true if an event is a reply: a value, an item, an error or the end of a stream.</summary>
    public static bool IsAnswer(Crossing crossing) =>
        crossing.Problem is null && crossing.Event.Kind is EventKind.Ok or EventKind.Error or EventKind.Stream or EventKind.StreamDone;

    /// <summary>Returns true if an event is the last reply of its call.</summary>
    public static bool IsLast(Crossing crossing) => IsAnswer(crossing) && crossing.Event.Kind is not EventKind.Stream;

    /// <summary>Formats a reply as text. The traceback of an error is left out, because it differs from run to run.</summary>
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
