namespace ZeroRpc;

/// <summary>A server's answer to introspection.</summary>
public sealed record ServiceDescription
{
    /// <summary>The server's name; empty where it has none, as Node's may.</summary>
    public required string Name { get; init; }

    /// <summary>The server's public methods, in the order in which it lists them.</summary>
    public required IReadOnlyList<MethodDescription> Methods { get; init; }
}

/// <summary>One method in a server's answer to introspection.</summary>
public sealed record MethodDescription
{
    /// <summary>The method's name on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>The documentation; null where there is none.</summary>
    public string? Doc { get; init; }

    /// <summary>The parameters; null where the server does not report them, as Python 3.11 and later do not.</summary>
    public IReadOnlyList<ParameterDescription>? Parameters { get; init; }

    /// <summary>The type of the value, or of a stream's items; null where the server does not report it. Only .NET servers do.</summary>
    public string? Returns { get; init; }

    /// <summary>Whether the method answers with a stream; null where the server does not report it. Only .NET servers do.</summary>
    public bool? IsStream { get; init; }
}

/// <summary>One parameter in a server's answer to introspection.</summary>
public sealed record ParameterDescription
{
    /// <summary>The parameter's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a caller may leave the parameter out.</summary>
    public bool HasDefault { get; init; }

    /// <summary>The value of a parameter that is left out; null also where there is no default.</summary>
    public object? Default { get; init; }

    /// <summary>The parameter's type; null where the server does not report it. Only .NET servers do.</summary>
    public string? Type { get; init; }
}
