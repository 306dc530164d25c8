namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>What a .NET type is on the wire, as far as overload choice and introspection care.</summary>
internal enum ValueKind
{
    /// <summary><see cref="object"/>: whatever comes.</summary>
    Any,

    /// <summary>A <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>An integer of any size.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>A <see cref="decimal"/>.</summary>
    Decimal,

    /// <summary>An enum, by number or by name.</summary>
    Enum,

    /// <summary>A <see cref="string"/>, or what is written as one.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A date and time.</summary>
    Time,

    /// <summary>A tuple: an array of fixed length.</summary>
    Tuple,

    /// <summary>An array, list or other sequence.</summary>
    List,

    /// <summary>A dictionary.</summary>
    Dictionary,

    /// <summary>An extension value.</summary>
    Extension,

    /// <summary>Any other class, record or struct: a map of its members, or a registered extension.</summary>
    Record,
}
