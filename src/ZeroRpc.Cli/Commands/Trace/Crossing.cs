using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>One observed message: its frames without the identity of the ROUTER, and the event in the last frame.</summary>
internal sealed class Crossing
{
    private const int MaxDepth = 500;

    /// <summary>Parses an observed message.</summary>
    /// <param name="at">The time since the start of the trace.</param>
    /// <param name="client">The number of the client that sends or receives the message, starting with 1.</param>
    /// <param name="fromClient">Whether the message goes to the server.</param>
    /// <param name="frames">The frames. The last one is the event.</param>
    public Crossing(TimeSpan at, int client, bool fromClient, IReadOnlyList<byte[]> frames)
    {
        (At, Client, FromClient, Frames) = (at, client, fromClient, frames);
        byte[] body = frames.Count > 0 ? frames[^1] : [];
        if (EventReader.TryRead(new IncomingMessage(PeerRoute.None, body), MaxDepth, out IncomingEvent decoded, out string? problem))
        {
            Event = decoded;
        }

        Problem = problem;
    }

    public TimeSpan At { get; }

    public int Client { get; }

    public bool FromClient { get; }

    public IReadOnlyList<byte[]> Frames { get; }

    /// <summary>The event. Empty if <see cref="Problem"/> states why it is not valid.</summary>
    public IncomingEvent Event { get; }

    /// <summary>Why the last frame is not an event. Null if it is one.</summary>
    public string? Problem { get; }

    /// <summary>The channel of the event. A request opens the channel with its own id.</summary>
    public MessageId ChannelId => Event.Header.ResponseTo.IsNone ? Event.Header.Id : Event.Header.ResponseTo;

    /// <summary>Whether the message is a client's request.</summary>
    public bool IsRequest => FromClient && Event.Header.ResponseTo.IsNone && Event.Kind == EventKind.Method;
}
