using System.Buffers;
using System.Diagnostics;
using MessagePack;
using ZeroRpc.Cli.Commands.Trace;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>The result of a call with a probe.</summary>
/// <param name="Answer">The first reply. Null if none was received in time.</param>
/// <param name="After">The time until the reply.</param>
/// <param name="FirstHeartbeat">The time until the first heartbeat, which is one interval of the server. Null if none was received.</param>
internal sealed record ProbeResult(Crossing? Answer, TimeSpan After, TimeSpan? FirstHeartbeat);

/// <summary>Makes one call with a probe and observes the replies. Sends no heartbeats.</summary>
internal static class ProbeCall
{
    /// <summary>Makes the call and receives until the reply, the limit or, if requested, the first heartbeat.</summary>
    public static async Task<ProbeResult> RunAsync(
        ZmtpProbe probe,
        IReadOnlyDictionary<string, string> header,
        string method,
        object?[] args,
        TimeSpan limit,
        bool untilHeartbeat,
        CancellationToken stop)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(stop);
        listening.CancelAfter(limit);
        byte[] id = Guid.NewGuid().ToByteArray();
        long begin = Stopwatch.GetTimestamp();
        TimeSpan? firstHeartbeat = null;
        try
        {
            await probe.SendAsync(Encode(id, header, method, args), listening.Token);
            while (firstHeartbeat is null || !untilHeartbeat)
            {
                byte[] body = await probe.ReceiveAsync(listening.Token);
                var came = new Crossing(Stopwatch.GetElapsedTime(begin), 1, fromClient: false, [body]);
                bool isOurs = came.Problem is null && came.Event.Header.ResponseTo.Token.EndsWith(id);
                if (isOurs && RecordedCall.IsAnswer(came))
                {
                    return new ProbeResult(came, came.At, firstHeartbeat);
                }

                firstHeartbeat ??= isOurs && came.Event.Kind == EventKind.Heartbeat ? came.At : null;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
        }

        return new ProbeResult(null, Stopwatch.GetElapsedTime(begin), firstHeartbeat);
    }

    private static byte[] Encode(byte[] id, IReadOnlyDictionary<string, string> header, string method, object?[] args)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.WriteMapHeader(2 + header.Count);
        writer.Write("message_id");
        writer.Write(id);
        writer.Write("v");
        writer.Write(3);
        foreach ((string name, string value) in header)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(method);
        new Events.Values.ValueCodec(new ValueOptions()).Write(ref writer, args);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
