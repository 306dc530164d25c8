using System.Buffers;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Converts .NET values to msgpack and back. The declared type decides the encoding (<see cref="FormatterTable"/>); values declared as
/// <c>object</c> are converted by <see cref="UntypedFormatter"/>. All failures are <see cref="ValueConversionException"/>s. After a failed
/// write the content of the writer is unusable. Thread-safe. Later changes of the options have no effect.
/// </summary>
internal sealed class ValueCodec
{
    private readonly FormatterCache _formatters;
    private readonly TypeProbe _probe;

    /// <summary>Creates a codec from the current values of the options.</summary>
    public ValueCodec(ValueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _formatters = new FormatterCache(options);
        _probe = new TypeProbe(_formatters);
        WriteEnumsAsNames = options.WriteEnumsAsNames;
    }

    /// <summary>Whether enums are written as names.</summary>
    public bool WriteEnumsAsNames { get; }

    /// <summary>Returns why values of a type cannot be read, or null if they can. The types of all parts are included.</summary>
    public string? WhyNotReadable(Type type) => _probe.WhyNotReadable(type);

    /// <summary>Returns why a type cannot be that of a result, or null if it can. The types of all parts are included.</summary>
    public string? WhyNotResult(Type type) => _probe.WhyNotResult(type);

    /// <summary>Returns the members of a type that is read as a map of its members. Returns null for all other types.</summary>
    public ObjectShape? FindShape(Type type) =>
        WhyNotReadable(type) is null && _formatters.Get(type).Formatter is IObjectFormatter formatter ? formatter.Shape : null;

    /// <summary>Writes a value by its declared type, or by its runtime type if it is declared as <c>object</c>.</summary>
    public void Write<T>(ref MessagePackWriter writer, T value)
    {
        int depth = Nesting.WriteDepth;
        try
        {
            _formatters.Get<T>().Serialize(ref writer, value, _formatters.Options);
        }
        catch (Exception failure)
        {
            Nesting.WriteDepth = depth;
            throw Mismatch.WithPath($"a value of type {TypeNames.Format(value?.GetType() ?? typeof(T))} cannot be sent", failure);
        }
    }

    /// <summary>Writes a value by its runtime type.</summary>
    public void WriteObject(ref MessagePackWriter writer, object? value) => Write(ref writer, value);

    /// <summary>Reads the next value as a <typeparamref name="T"/>. Nil is read as null if T can be null.</summary>
    public T Read<T>(ref MessagePackReader reader)
    {
        try
        {
            return _formatters.Get<T>().Deserialize(ref reader, _formatters.Options);
        }
        catch (Exception failure)
        {
            throw Mismatch.WithPath($"the value cannot be read as {TypeNames.Format(typeof(T))}", failure);
        }
    }

    /// <summary>Reads the next value as a type that is known only at run time.</summary>
    public object? Read(ref MessagePackReader reader, Type type)
    {
        try
        {
            return _formatters.Get(type).Read(ref reader);
        }
        catch (Exception failure)
        {
            throw Mismatch.WithPath($"the value cannot be read as {TypeNames.Format(type)}", failure);
        }
    }

    /// <summary>Returns true if an encoded value can be read as a type.</summary>
    public bool CanRead(in ReadOnlySequence<byte> encoded, Type type)
    {
        var reader = new MessagePackReader(encoded);
        try
        {
            Read(ref reader, type);
            return true;
        }
        catch (ValueConversionException)
        {
            return false;
        }
    }
}
