namespace ZeroRpc;

/// <summary>The description of a server.</summary>
/// <param name="Name">The name of the server. Empty if it has none, as with Node.</param>
/// <param name="Methods">The public methods, in the order of the server's list.</param>
public sealed record ServiceDescription(string Name, IReadOnlyList<MethodDescription> Methods);

/// <summary>The description of a method.</summary>
/// <param name="Name">The name of the method.</param>
/// <param name="Doc">The documentation. Null if there is none.</param>
/// <param name="Parameters">The parameters. Null if the server does not describe them, as with Python 3.11 and later.</param>
/// <param name="Returns">
/// The type of the result or of the stream's items. Null if the server does not state it; only .NET servers do.
/// </param>
/// <param name="Streams">Whether the method streams. Null if the server does not state it; only .NET servers do.</param>
public sealed record MethodDescription(
    string Name, string? Doc, IReadOnlyList<ParameterDescription>? Parameters, string? Returns = null, bool? Streams = null);

/// <summary>The description of a parameter.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="HasDefault">Whether the argument can be omitted.</param>
/// <param name="Default">The default value. Also null if there is none.</param>
/// <param name="Type">The type of the parameter. Null if the server does not state it; only .NET servers do.</param>
public sealed record ParameterDescription(string Name, bool HasDefault = false, object? Default = null, string? Type = null);
