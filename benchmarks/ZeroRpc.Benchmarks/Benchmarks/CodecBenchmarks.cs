using BenchmarkDotNet.Attributes;
using MessagePack;
using ZeroRpc.Benchmarks.Workloads;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Benchmarks.Benchmarks;

/// <summary>Events and values, encoded and read.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly EncodeRequest _request = new();
    private readonly EncodeReply _reply = new();
    private readonly ReadHeader _header = new();

    [Benchmark]
    public int EncodeRequestOfTwoInts() => _request.Encode();

    [Benchmark]
    public int EncodeReplyOfTwoInts() => _reply.Encode();

    [Benchmark]
    public bool ReadHeader() => _header.Read();
}

/// <summary>One value there and back through the codec, by its type.</summary>
[MemoryDiagnoser]
public class ValueBenchmarks
{
    private readonly ValueCodec _codec = new(new ValueOptions());
    private readonly byte[] _bytes = new byte[1000];
    private readonly int[] _ints = [.. Enumerable.Range(0, 100)];
    private readonly Reading _record = new("cellar", 11.5, 3);
    private readonly Dictionary<string, object?> _untyped = new() { ["place"] = "cellar", ["degrees"] = 11.5, ["sensor"] = 3L };

    [Benchmark]
    public int SmallNumber() => ThereAndBack(42);

    [Benchmark]
    public string Text() => ThereAndBack("a text of thirty-two characters.");

    [Benchmark]
    public byte[] Bytes1000() => ThereAndBack(_bytes);

    [Benchmark]
    public int[] Ints100() => ThereAndBack(_ints);

    [Benchmark]
    public object Record() => ThereAndBack(_record);

    [Benchmark]
    public object? Untyped() => ThereAndBack<object?>(_untyped);

    private T ThereAndBack<T>(T value)
    {
        EventBuffer buffer = EventBuffer.Rent();
        var writer = new MessagePackWriter(buffer);
        _codec.Write(ref writer, value);
        writer.Flush();
        var reader = new MessagePackReader(buffer.Detach());
        return _codec.Read<T>(ref reader);
    }

    /// <summary>A value that travels as a map.</summary>
    public sealed record Reading(string Place, double Degrees, int Sensor);
}
