namespace ZeroRpc;

/// <summary>What a server tells of itself.</summary>
/// <param name="Name">The server's name; empty where it has none, as Node's may.</param>
/// <param name="Methods">Its public methods, in the order it lists them.</param>
public sealed record ServiceDescription(string Name, IReadOnlyList<MethodDescription> Methods);

/// <summary>What a server tells of one method.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Doc">Its documentation; null when there is none.</param>
/// <param name="Parameters">Its parameters; null when the server does not tell, as Python 3.11 and later do not.</param>
/// <param name="Returns">The type of its value or items; null where the server does not tell: only .NET servers do.</param>
/// <param name="Streams">Whether it answers with a stream; null where the server does not tell.</param>
public sealed record MethodDescription(
    string Name, string? Doc, IReadOnlyList<ParameterDescription>? Parameters, string? Returns = null, bool? Streams = null);

/// <summary>What a server tells of one parameter.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="HasDefault">Whether it may be left out.</param>
/// <param name="Default">Its value when it is left out; null also when there is none.</param>
/// <param name="Type">Its type; null where the server does not tell: only .NET servers do.</param>
public sealed record ParameterDescription(string Name, bool HasDefault = false, object? Default = null, string? Type = null);
