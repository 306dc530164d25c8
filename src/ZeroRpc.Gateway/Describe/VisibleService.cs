namespace ZeroRpc.Gateway.Describe;

/// <summary>A service as one user may see it.</summary>
/// <param name="Name">The name of the service in the gateway.</param>
/// <param name="Methods">The methods that the user may call.</param>
internal sealed record VisibleService(string Name, IReadOnlyList<MethodDescription> Methods);
