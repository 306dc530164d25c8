using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>One message that crossed: its frames without the ROUTER's identity, and the event in the last one.</summary>
internal sealed class Crossing
{
    private const int MaxDepth = 500;

    /// <summary>Reads a message that was seen.</summary>
    /// <param name="at">The time since the trace began.</param>
    /// <param name="client">The number of the client that it comes from or goes to, from 1.</param>
    /// <param name="fromClient">Whether it goes to the server.</param>
    /// <param name="frames">Its frames; the last one is the event.</param>
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

    /// <summary>The event; nothing in it where <see cref="Problem"/> says why it is none.</summary>
    public IncomingEvent Event { get; }

    /// <summary>Why the last frame is no event; null where it is one.</summary>
    public string? Problem { get; }

    /// <summary>The channel that it belongs to: a request opens the one of its own id.</summary>
    public MessageId ChannelId => Event.Header.ResponseTo.IsNone ? Event.Header.Id : Event.Header.ResponseTo;

    /// <summary>Whether it is a client's call.</summary>
    public bool IsRequest => FromClient && Event.Header.ResponseTo.IsNone && Event.Kind == EventKind.Method;
}
