namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>The category of a .NET type on the wire, for overload resolution and introspection.</summary>
internal enum ValueKind
{
    /// <summary><see cref="Object"/>: any value.</summary>
    Any,

    /// <summary>A <see cref="Boolean"/>.</summary>
    Boolean,

    /// <summary>An integer of any size.</summary>
    Integer,

    /// <summary>A floating-point number, or a TimeSpan.</summary>
    Float,

    /// <summary>A <see cref="Decimal"/>.</summary>
    Decimal,

    /// <summary>An enum, sent as a number or a name.</summary>
    Enum,

    /// <summary>A <see cref="String"/>, or a type that is sent as text.</summary>
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
