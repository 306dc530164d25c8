namespace ZeroRpc.Hosting.Serving;

/// <summary>A type whose methods a server exposes.</summary>
/// <param name="Type">The type.</param>
/// <param name="Prefix">What stands before their names.</param>
internal sealed record ServedService(Type Type, string Prefix);
