using System.Globalization;
using System.Text.Json;
using ZeroRpc.Events;

namespace ZeroRpc.Tests.Replay;

/// <summary>
/// Gives a <see cref="ZeroRpcServer"/> what the recorded client sent, and compares its answers with the recorded server's.
/// </summary>
internal sealed class ServerReplay(Transcript transcript, Deviations deviations)
{
    private readonly Stage _stage = new(transcript);
    private readonly Dictionary<MessageId, int> _awaited = [];
    private readonly Dictionary<MessageId, string> _methods = [];
    private readonly Dictionary<MessageId, long> _granted = [];

    public async Task<List<Difference>> RunAsync()
    {
        var cooler = new Cooler(_stage.Time, _stage.Activity);
        await using ZeroRpcServer server = NewServer(cooler);
        foreach ((bool fromClient, Frame frame) in transcript.Frames)
        {
            _stage.AdvanceTo(frame.Ms);
            await (fromClient ? DeliverAsync(frame, cooler) : AwaitAnswerAsync(frame));
            Assert.True(_stage.Transport.DataSent(frame.Channel) <= _granted[frame.Channel], "More events were sent than were granted.");
        }

        return [.. new Comparison(transcript).Compare(transcript.OfServer, _stage.Transport.Sent)];
    }

    private ZeroRpcServer NewServer(Cooler cooler)
    {
        var options = new ZeroRpcServerOptions
        {
            Name = transcript.HasNodeServer ? "Object" : null,
            Heartbeat = transcript.Heartbeat,
            MethodNaming = JsonNamingPolicy.SnakeCaseLower,
            Linger = TimeSpan.Zero,
            TimeProvider = _stage.Time,
            Transports = _stage.Transport,
        };
        var server = new ZeroRpcServer(transcript.HasNodeServer ? new NodeCooler(cooler) : cooler, options);
        server.Bind("inproc://script");
        server.Start();
        return server;
    }

    /// <summary>Delivers an event; a request has had its effect when its first answer left or its handler waits for the clock.</summary>
    private async Task DeliverAsync(Frame frame, Cooler cooler)
    {
        int parked = cooler.Parked;
        if (frame.Lane != Lane.Heartbeats)
        {
            long more = frame.OpensChannel ? 1 : Convert.ToInt64(((object?[])frame.Args!)[0], CultureInfo.InvariantCulture);
            _granted[frame.Channel] = _granted.GetValueOrDefault(frame.Channel) + more;
        }

        _stage.Transport.Deliver(frame);
        if (frame.OpensChannel)
        {
            _methods.Add(frame.Channel, frame.Name);
            await _stage.Activity.WaitAsync(
                $"an effect of '{frame.Name}'", () => cooler.Parked > parked || _stage.Transport.DataSent(frame.Channel) > 0);
        }
    }

    /// <summary>The recorded server answered now: so must ours have, unless it is known not to.</summary>
    private async Task AwaitAnswerAsync(Frame frame)
    {
        string method = _methods[frame.Channel];
        if (frame.Lane != Lane.Data || deviations.Lists(new Difference(method, frame.Name, "missing", "", "")))
        {
            return;
        }

        int count = _awaited[frame.Channel] = _awaited.GetValueOrDefault(frame.Channel) + 1;
        await _stage.Activity.WaitAsync(
            $"answer {count} of '{method}', {frame.Name}", () => _stage.Transport.DataSent(frame.Channel) >= count);
    }
}
