using NetMQ.Sockets;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// Plays the server of a transcript: answers a call that was recorded, same method and same arguments, with the events that the server sent
/// then, at the same intervals but never beyond the client's credit. Of equal calls each gets the next recording, at last the last one.
/// </summary>
internal sealed class ReplayServer : IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(5);

    private readonly RouterSocket _listener = RelaySocket.Prepare(new RouterSocket());
    private readonly Dictionary<string, int> _clients = [];
    private readonly Dictionary<(int Client, MessageId Id), Playback> _playing = [];
    private readonly HashSet<RecordedCall> _played = new(ReferenceEqualityComparer.Instance);
    private readonly IReadOnlyList<RecordedCall> _calls;
    private readonly RelayLoop _loop = new();
    private readonly Action<Crossing> _onCrossing;

    public ReplayServer(IReadOnlyList<Crossing> transcript, string listen, Action<Crossing> onCrossing, Action<TimeSpan> onTick)
    {
        _calls = RecordedCall.Of(transcript);
        _onCrossing = onCrossing;
        Endpoint = RelaySocket.Bind(_listener, listen);
        _loop.Listen(_listener, Take);
        _loop.Every(_tick, onTick + Play);
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public string Endpoint { get; }

    /// <summary>Serves on this thread until the token fires.</summary>
    public void Run(CancellationToken stop) => _loop.Run(stop);

    public void Dispose() => _loop.Dispose();

    private void Take(List<byte[]> message)
    {
        string identity = Convert.ToHexString(message[0]);
        _clients.TryAdd(identity, _clients.Count + 1);
        var crossing = new Crossing(_loop.Now, _clients[identity], fromClient: true, message[1..]);
        _onCrossing(crossing);
        if (crossing.IsRequest && !crossing.ChannelId.IsNone)
        {
            Answer(message[0], crossing);
        }
        else if (crossing.Event.Kind == EventKind.More
            && _playing.TryGetValue((crossing.Client, crossing.ChannelId), out Playback? playback))
        {
            playback.Grant(crossing);
        }
    }

    private void Answer(byte[] identity, Crossing request)
    {
        if (Find(request) is { } call)
        {
            _played.Add(call);
            _playing[(request.Client, request.ChannelId)] = new Playback(identity, request, call);
            return;
        }

        string wanted = $"{request.Event.NameText}({FrameText.Arguments(request.Event.Args)})";
        Send(identity, request.Client, [.. request.Frames.SkipLast(1), EventPatch.NotRecorded(request.ChannelId, wanted)]);
    }

    private RecordedCall? Find(Crossing request)
    {
        List<RecordedCall> same =
        [
            .. _calls.Where(call => call.Request.Event.Name.Span.SequenceEqual(request.Event.Name.Span)
                && call.Request.Event.Args.Span.SequenceEqual(request.Event.Args.Span)),
        ];
        return same.Find(call => !_played.Contains(call)) ?? same.LastOrDefault();
    }

    private void Play(TimeSpan now)
    {
        foreach ((var key, Playback playback) in _playing)
        {
            foreach (IReadOnlyList<byte[]> frames in playback.TakeDue(now))
            {
                Send(playback.Identity, key.Client, frames);
            }

            if (playback.IsOver)
            {
                _playing.Remove(key);
            }
        }
    }

    private void Send(byte[] identity, int client, IReadOnlyList<byte[]> frames)
    {
        _onCrossing(new Crossing(_loop.Now, client, fromClient: false, frames));
        RelaySocket.Send(_listener, [identity, .. frames]);
    }
}
