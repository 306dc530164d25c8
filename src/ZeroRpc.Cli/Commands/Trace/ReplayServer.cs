using Microsoft.Extensions.Logging;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// Replays the server of a transcript: answers a recorded call (same method and arguments) with the recorded events, at the recorded
/// intervals but within the credit of the client. Identical calls get one recording after the other; the last recording is then repeated.
/// </summary>
internal sealed class ReplayServer : IAsyncDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(5);

    private readonly RelaySocket _listener;
    private readonly Dictionary<PeerRoute, int> _clients = [];
    private readonly Dictionary<(int Client, MessageId Id), Playback> _playing = [];
    private readonly HashSet<RecordedCall> _played = new(ReferenceEqualityComparer.Instance);
    private readonly IReadOnlyList<RecordedCall> _calls;
    private readonly RelayLoop _loop;
    private readonly Action<Crossing> _onCrossing;

    public ReplayServer(IReadOnlyList<Crossing> transcript, string listen, Action<Crossing> onCrossing, ILogger logger)
    {
        _loop = new RelayLoop(_tick, logger);
        _calls = RecordedCall.Of(transcript);
        _onCrossing = onCrossing;
        (_listener, Endpoint) = RelaySocket.Listen(_loop, listen, Take);
    }

    /// <summary>The endpoint, with the real port.</summary>
    public string Endpoint { get; }

    /// <summary>Serves on the calling thread until the token is cancelled.</summary>
    /// <param name="onTick">Called periodically with the time.</param>
    /// <param name="stop">Stops the server.</param>
    public void Run(Action<TimeSpan> onTick, CancellationToken stop) => _loop.Run(onTick + Play, stop);

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private void Take(PeerRoute route, byte[] body)
    {
        _clients.TryAdd(route, _clients.Count + 1);
        var crossing = new Crossing(_loop.Now, _clients[route], fromClient: true, [[], body]);
        _onCrossing(crossing);
        if (crossing.IsRequest && !crossing.ChannelId.IsNone)
        {
            Answer(route, crossing);
        }
        else if (crossing.Event.Kind == EventKind.More
            && _playing.TryGetValue((crossing.Client, crossing.ChannelId), out Playback? playback))
        {
            playback.Grant(crossing);
        }
    }

    private void Answer(PeerRoute route, Crossing request)
    {
        if (Find(request) is { } call)
        {
            _played.Add(call);
            _playing[(request.Client, request.ChannelId)] = new Playback(route, request, call);
            return;
        }

        string wanted = $"{request.Event.NameText}({FrameText.Arguments(request.Event.Args)})";
        Send(route, request.Client, [.. request.Frames.SkipLast(1), EventPatch.NotRecorded(request.ChannelId, wanted)]);
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
                Send(playback.Route, key.Client, frames);
            }

            if (playback.IsOver)
            {
                _playing.Remove(key);
            }
        }
    }

    private void Send(PeerRoute route, int client, IReadOnlyList<byte[]> frames)
    {
        _onCrossing(new Crossing(_loop.Now, client, fromClient: false, frames));
        _listener.Send(frames[^1], route);
    }
}
