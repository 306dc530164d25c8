using System.Buffers;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>Writes and reads extensions without interpreting them.</summary>
internal sealed class ExtensionValueFormatter : IMessagePackFormatter<ExtensionValue>
{
    public void Serialize(ref MessagePackWriter writer, ExtensionValue value, MessagePackSerializerOptions options)
    {
        writer.WriteExtensionFormatHeader(new ExtensionHeader(value.TypeCode, value.Data.Length));
        writer.WriteRaw(value.Data.Span);
    }

    public ExtensionValue Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.NextMessagePackType == MessagePackType.Extension
            ? Read(ref reader)
            : throw Mismatch.Unexpected("an extension value", ref reader);

    /// <summary>Reads an extension and copies its bytes.</summary>
    public static ExtensionValue Read(ref MessagePackReader reader)
    {
        ExtensionResult extension = reader.ReadExtensionFormat();
        return new ExtensionValue(extension.TypeCode, extension.Data.ToArray());
    }
}

/// <summary>Formats a type that is registered with <see cref="ValueOptions.RegisterExtension{T}"/> and the types derived from it.</summary>
internal sealed class RegisteredExtensionFormatter<T>(ValueOptions.ExtensionRegistration registration) : IMessagePackFormatter<T?>
{
    private readonly string _name = $"extension {registration.TypeCode} ({TypeNames.Format(typeof(T))})";

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        byte[] data;
        try
        {
            data = registration.Write(value) ?? throw new InvalidOperationException("it returned null");
        }
        catch (Exception failure)
        {
            throw Mismatch.Wrap($"{_name}: its registered writer failed", failure);
        }

        writer.WriteExtensionFormatHeader(new ExtensionHeader(registration.TypeCode, data.Length));
        writer.WriteRaw(data);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (default(T) is null && reader.TryReadNil())
        {
            return default;
        }

        if (reader.NextMessagePackType != MessagePackType.Extension)
        {
            throw Mismatch.Unexpected(_name, ref reader);
        }

        ExtensionValue extension = ExtensionValueFormatter.Read(ref reader);
        if (extension.TypeCode != registration.TypeCode)
        {
            throw Mismatch.Received(_name, $"an extension of type {extension.TypeCode}");
        }

        return RegisteredExtension.Read(registration, extension) is T value
            ? value
            : throw new ValueConversionException($"{_name}: its registered reader returned a value of another type");
    }
}

/// <summary>Decodes a registered extension, for typed and untyped reading.</summary>
internal static class RegisteredExtension
{
    public static object Read(ValueOptions.ExtensionRegistration registration, ExtensionValue extension)
    {
        try
        {
            return registration.Read(extension.Data);
        }
        catch (Exception failure)
        {
            throw Mismatch.Wrap($"extension {registration.TypeCode}: its registered reader failed", failure);
        }
    }
}
