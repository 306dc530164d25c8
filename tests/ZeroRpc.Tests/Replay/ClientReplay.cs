using ZeroRpc.Events;

namespace ZeroRpc.Tests.Replay;

/// <summary>
/// Makes with a <see cref="ZeroRpcClient"/> the calls that the recorded client made, gives it what the recorded server answered, and
/// compares what it sends and what its caller sees.
/// </summary>
internal sealed class ClientReplay(Transcript transcript)
{
    private readonly Stage _stage = new(transcript);
    private readonly Dictionary<MessageId, ReplayedCall> _calls = [];
    private readonly Dictionary<MessageId, MessageId> _ourIds = [];
    private readonly Dictionary<MessageId, MessageId> _recordedIds = [];

    public async Task<List<Difference>> RunAsync()
    {
        await using (var client = new ZeroRpcClient("inproc://script", transcript.ClientOptions(_stage)))
        {
            foreach ((bool fromClient, Frame frame) in transcript.Frames)
            {
                _stage.AdvanceTo(frame.Ms);
                if (!fromClient)
                {
                    await DeliverAsync(frame);
                }
                else if (frame.OpensChannel)
                {
                    Call(client, frame);
                }
            }
        }

        var comparison = new Comparison(transcript);
        IEnumerable<Frame> sent = _stage.Transport.Sent.Select(frame => frame.WithoutAdded().OnChannel(_recordedIds[frame.Channel]));
        List<Difference> differences = [.. comparison.Compare(transcript.OfClient, sent)];
        foreach (ReplayedCall call in _calls.Values)
        {
            await call.Done;
            differences.AddRange(call.CompareOutcome(transcript));
        }

        return differences;
    }

    private void Call(ZeroRpcClient client, Frame request)
    {
        bool streams = transcript.OfServer.Any(
            frame => frame.Channel.Equals(request.Channel) && frame.Kind is EventKind.Stream or EventKind.StreamDone);
        var call = new ReplayedCall(request, _stage.Activity);
        call.Start(client, streams, transcript.LeavesAfter);
        MessageId id = _stage.Transport.Sent[^1].Channel;
        _calls.Add(request.Channel, call);
        _ourIds.Add(request.Channel, id);
        _recordedIds.Add(id, request.Channel);
    }

    /// <summary>Delivers an answer; it has had its effect when the call is done or asks for the next item.</summary>
    private async Task DeliverAsync(Frame frame)
    {
        ReplayedCall call = _calls[frame.Channel];
        int asked = call.Asked;
        _stage.Transport.Deliver(frame.OnChannel(_ourIds[frame.Channel]));
        if (frame.Lane == Lane.Data)
        {
            await _stage.Activity.WaitAsync($"an effect of {frame.Name}", () => call.Done.IsCompleted || call.Asked > asked);
        }
    }
}
