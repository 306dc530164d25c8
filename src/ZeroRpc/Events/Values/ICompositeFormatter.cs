namespace ZeroRpc.Events.Values;

/// <summary>A formatter of a type whose values contain values of other types. <see cref="TypeProbe"/> follows the parts.</summary>
internal interface ICompositeFormatter
{
    /// <summary>Why no value of the type can be read. Null if values can be read.</summary>
    string? WhyNotReadable => null;

    /// <summary>Returns the types of the parts that are written or read, each with its place for error messages.</summary>
    IEnumerable<FormattedPart> GetParts(bool toRead);
}

/// <summary>A part of a value: an item, a key, a member.</summary>
/// <param name="Path">The place of the part in error messages, such as <c>property 'Tags'</c>.</param>
/// <param name="Type">The type of the part.</param>
internal readonly record struct FormattedPart(string Path, Type Type);
