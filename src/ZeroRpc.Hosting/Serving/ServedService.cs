namespace ZeroRpc.Hosting.Serving;

/// <summary>A type whose methods a server exposes.</summary>
/// <param name="Type">The type.</param>
/// <param name="Prefix">The prefix of the method names.</param>
internal sealed record ServedService(Type Type, string Prefix);
