namespace ZeroRpc;

/// <summary>A msgpack extension value whose type is not registered with <see cref="ValueOptions.RegisterExtension{T}"/>.</summary>
/// <param name="TypeCode">The type code of the extension. Negative codes are reserved by msgpack; 0 to 127 are for applications.</param>
/// <param name="Data">The bytes of the extension.</param>
public readonly record struct ExtensionValue(sbyte TypeCode, ReadOnlyMemory<byte> Data)
{
    /// <summary>Returns true if type code and bytes are equal.</summary>
    /// <param name="other">The value to compare with.</param>
    /// <returns>Whether the values are equal.</returns>
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
