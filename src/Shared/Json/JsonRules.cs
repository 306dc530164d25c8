namespace ZeroRpc.Json;

/// <summary>When integers are written as strings, because JavaScript reads numbers as float64.</summary>
internal enum IntegerText
{
    /// <summary>Never: all integers are numbers.</summary>
    Never,

    /// <summary>Beyond 2^53 − 1, which a float64 does not represent exactly.</summary>
    BeyondSafe,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>The two forms of JSON that values take: that of Python's <c>json</c>, for the command line, and that of the web.</summary>
internal sealed record JsonRules
{
    /// <summary>JSON as Python's <c>json</c> reads and writes it, with a tag for bytes.</summary>
    public static JsonRules Python { get; } = new() { MaxDepth = 500 };

    /// <summary>JSON as browsers and other programs of the web read it.</summary>
    public static JsonRules Web { get; } = new() { IsWeb = true, HasPlainBytes = true, Integers = IntegerText.BeyondSafe, MaxDepth = 100 };

    /// <summary>
    /// Whether the JSON must mean the same to every reader: constants that JSON does not have are strings, maps keep all their keys, and
    /// JSON with duplicate keys is refused.
    /// </summary>
    public bool IsWeb { get; init; }

    /// <summary>Whether bytes are a plain base64 string. Otherwise they are tagged, so that a reader can tell them from a string.</summary>
    public bool HasPlainBytes { get; init; }

    /// <summary>Which integers are written as strings.</summary>
    public IntegerText Integers { get; init; }

    /// <summary>The deepest nesting that is read.</summary>
    public int MaxDepth { get; init; }
}
