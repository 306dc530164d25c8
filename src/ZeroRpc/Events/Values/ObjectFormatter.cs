using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats classes, records and structs as maps of their public properties and fields. Reading skips unknown keys. A member whose key is
/// missing keeps its default, unless it is required (<see cref="RequiredMembers"/>). The code for a type is compiled on first use.
/// </summary>
internal sealed class ObjectFormatter<T> : ContainerFormatter<T>, IObjectFormatter
{
    private readonly int _sent;
    private readonly Lazy<WriteMembers<T>> _write;
    private readonly Lazy<ReadMembers<T>> _read;

    public ObjectFormatter(FormatterCache formatters, MemberNaming naming)
        : base(formatters, MessagePackType.Map)
    {
        Shape = new ObjectShape(typeof(T), naming, formatters.AllowMissingMembers);
        _sent = Shape.Members.Count(member => member.CanGet);
        var compiler = new ObjectCompiler(Shape, formatters);
        _write = new(compiler.Writer<T>, LazyThreadSafetyMode.PublicationOnly);
        _read = new(compiler.Reader<T>, LazyThreadSafetyMode.PublicationOnly);
    }

    public ObjectShape Shape { get; }

    ObjectShape? IObjectFormatter.Shape => Shape;

    public string? WhyNotReadable => Shape.WhyNotReadable is { } reason
        ? $"{TypeNames.Format(typeof(T))} can be sent but not read: {reason}"
        : null;

    public IEnumerable<FormattedPart> GetParts(bool toRead) => Shape.Members
        .Where((member, i) => toRead ? Shape.IsRead(i) : member.CanGet)
        .Select(member => new FormattedPart(member.PathPart, toRead ? member.ReadType : member.Type));

    protected override void WriteItems(ref MessagePackWriter writer, T value)
    {
        writer.WriteMapHeader(_sent);
        _write.Value(ref writer, value);
    }

    protected override T ReadItems(ref MessagePackReader reader) => _read.Value(ref reader);
}

/// <summary>A formatter that writes a value as a map of the members of its type.</summary>
internal interface IObjectFormatter : ICompositeFormatter
{
    /// <summary>The members. Null if the type is abstract, so that only derived types have members to write.</summary>
    ObjectShape? Shape { get; }
}
