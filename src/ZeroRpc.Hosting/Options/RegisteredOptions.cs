namespace ZeroRpc.Hosting.Options;

/// <summary>States that the host has options with a name. Registered once for each, so that configuration for any other name is refused.</summary>
/// <param name="Type">The type of the options.</param>
/// <param name="Name">The name. Empty for the default ones.</param>
internal sealed record RegisteredOptions(Type Type, string Name);
