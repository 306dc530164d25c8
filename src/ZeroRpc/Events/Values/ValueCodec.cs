using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// .NET values to msgpack and back. A type decides how its values travel (<see cref="FormatterTable"/>); values of <c>object</c> go by
/// their runtime type and come as <see cref="UntypedFormatter"/> says. Whatever fails is a <see cref="ValueConversionException"/>; what a
/// failed write left in the writer is of no use. Thread-safe; changes of the options after this are not seen.
/// </summary>
internal sealed class ValueCodec
{
    private readonly FormatterCache _formatters;

    /// <summary>Makes a codec by the options as they are now.</summary>
    public ValueCodec(ValueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _formatters = new FormatterCache(options);
        EnumsAsNames = options.EnumsAsNames;
    }

    /// <summary>Whether enums travel as their names.</summary>
    public bool EnumsAsNames { get; }

    /// <summary>Writes a value as its declared type says; <c>object</c> by its runtime type.</summary>
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
            throw Mismatch.Finish($"a value of type {TypeNames.Of(value?.GetType() ?? typeof(T))} cannot be sent", failure);
        }
    }

    /// <summary>Writes a value as its runtime type says.</summary>
    public void WriteObject(ref MessagePackWriter writer, object? value) => Write(ref writer, value);

    /// <summary>Reads the next value as a <typeparamref name="T"/>; nil is null where T can be null.</summary>
    public T Read<T>(ref MessagePackReader reader)
    {
        try
        {
            return _formatters.Get<T>().Deserialize(ref reader, _formatters.Options);
        }
        catch (Exception failure)
        {
            throw Mismatch.Finish($"the value cannot be read as {TypeNames.Of(typeof(T))}", failure);
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
            throw Mismatch.Finish($"the value cannot be read as {TypeNames.Of(type)}", failure);
        }
    }
}
