namespace ZeroRpc;

/// <summary>A msgpack extension value of a type that nobody registered: its type code and its bytes, as they came and as they are sent.</summary>
/// <param name="TypeCode">The extension's type code; negative ones are msgpack's own, 0 to 127 the application's.</param>
/// <param name="Data">The extension's bytes.</param>
public readonly record struct ExtensionValue(sbyte TypeCode, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether code and bytes are the same.</summary>
    public bool Equals(ExtensionValue other) => TypeCode == other.TypeCode && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(TypeCode);
        hash.AddBytes(Data.Span);
        return hash.ToHashCode();
    }
}
