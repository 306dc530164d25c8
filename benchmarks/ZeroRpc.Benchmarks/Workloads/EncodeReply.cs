using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>Encodes a reply of two ints as a call does: a fresh id, the channel's id, the values, and the bytes lent.</summary>
internal sealed class EncodeReply : IWorkload
{
    private readonly MessageIdSource _ids = new();
    private readonly ValueCodec _codec = new(new ValueOptions());
    private readonly MessageId _channel;

    /// <summary>Makes a channel to reply on.</summary>
    public EncodeReply() => _channel = _ids.Next();

    /// <inheritdoc/>
    public string Name => "encode a reply of two ints";

    /// <summary>Encodes one, and gives its length.</summary>
    public int Encode()
    {
        EventBuffer buffer = Write();
        ReadOnlyMemory<byte> lent = buffer.GetContent(out _);
        buffer.Return();
        return lent.Length;
    }

    /// <summary>Encodes one to be kept.</summary>
    public ReadOnlyMemory<byte> EncodeKept() => Write().Detach();

    /// <inheritdoc/>
    public Task RunAsync(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Encode();
        }

        return Task.CompletedTask;
    }

    private EventBuffer Write()
    {
        EventBuffer buffer = EventWriter.BeginInChannel(_ids, _channel, EventNames.Ok);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        _codec.Write(ref writer, 1);
        _codec.Write(ref writer, 2);
        writer.Flush();
        return buffer;
    }
}
