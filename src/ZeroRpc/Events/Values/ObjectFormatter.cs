using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats classes, records and structs as maps of their public properties and fields. Reading skips unknown keys. A member whose key is
/// missing keeps its default, and a constructor parameter gets its declared default. The code for a type is compiled on first use.
/// </summary>
internal sealed class ObjectFormatter<T> : ContainerFormatter<T>
{
    private readonly int _sent;
    private readonly Lazy<WriteMembers<T>> _write;
    private readonly Lazy<ReadMembers<T>> _read;

    public ObjectFormatter(FormatterCache formatters, MemberNaming naming)
        : base(formatters, MessagePackType.Map)
    {
        var shape = new ObjectShape(typeof(T), naming);
        _sent = shape.Members.Count(member => member.CanGet);
        var compiler = new ObjectCompiler(shape, formatters);
        _write = new(compiler.Writer<T>, LazyThreadSafetyMode.PublicationOnly);
        _read = new(compiler.Reader<T>, LazyThreadSafetyMode.PublicationOnly);
    }

    protected override void WriteItems(ref MessagePackWriter writer, T value)
    {
        writer.WriteMapHeader(_sent);
        _write.Value(ref writer, value);
    }

    protected override T ReadItems(ref MessagePackReader reader) => _read.Value(ref reader);
}
