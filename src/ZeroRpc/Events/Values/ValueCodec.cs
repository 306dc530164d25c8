using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>.NET values to msgpack and back, typed and untyped.</summary>
internal sealed class ValueCodec
{
    public ValueCodec(ValueOptions options) => throw new NotSupportedException();

    public void Write<T>(ref MessagePackWriter writer, T value) => throw new NotSupportedException();

    public T Read<T>(ref MessagePackReader reader) => throw new NotSupportedException();
}
