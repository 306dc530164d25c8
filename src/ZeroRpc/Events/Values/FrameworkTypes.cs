namespace ZeroRpc.Events.Values;

/// <summary>Recognizes the types that are part of .NET.</summary>
internal static class FrameworkTypes
{
    /// <summary>Returns true if a type is declared in an assembly of .NET itself.</summary>
    public static bool Contains(Type? type) =>
        type?.Assembly.GetName().Name is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal));
}
