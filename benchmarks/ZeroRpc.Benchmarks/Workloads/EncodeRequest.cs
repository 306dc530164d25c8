using ZeroRpc.Client;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>Encodes a request of two ints as a call does: a fresh id, header, name, arguments, and the bytes given away.</summary>
internal sealed class EncodeRequest : IWorkload
{
    private readonly MessageIdSource _ids = new();
    private readonly ValueCodec _codec = new(new ValueOptions());
    private readonly CallSettings _settings = CallSettings.Of("Add", default, new ZeroRpcClientOptions(), "tcp://127.0.0.1:1");
    private readonly object?[] _arguments = [1, 2];

    /// <inheritdoc/>
    public string Name => "encode a request of two ints";

    /// <summary>Encodes one as it goes to a peer of ours, with its deadline, and gives its length.</summary>
    public int Encode()
    {
        EventBuffer buffer = RequestEncoder.Encode(
            _ids.Next(), _settings, new AddedEntries(AsksForCancel: false, _settings.Timeout, DateTimeOffset.UtcNow), _arguments, _codec);
        ReadOnlyMemory<byte> lent = buffer.GetContent(out _);
        buffer.Return();
        return lent.Length;
    }

    /// <inheritdoc/>
    public Task RunAsync(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Encode();
        }

        return Task.CompletedTask;
    }
}
