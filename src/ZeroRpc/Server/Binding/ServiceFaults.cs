namespace ZeroRpc.Server.Binding;

/// <summary>
/// Rejects objects and types that are not services. The constructor of a server accepts any object, so a wrong argument compiles.
/// </summary>
internal static class ServiceFaults
{
    /// <summary>Rejects an object that is not meant as a service: a string, options, a number, a type.</summary>
    /// <exception cref="ArgumentException">The object is not a service. The message states what was probably intended.</exception>
    public static void ThrowIfNotService(object service)
    {
        if (FindFault(service) is { } fault)
        {
            throw new ArgumentException(fault, nameof(service));
        }
    }

    /// <summary>Rejects a type that has no method to expose.</summary>
    /// <exception cref="ArgumentException">The type has no method to expose.</exception>
    public static void ThrowIfEmpty(Type type, bool hasMethods)
    {
        if (!hasMethods)
        {
            throw new ArgumentException(
                $"{type} has no method to expose: it needs a public method that can be called remotely, is not hidden and is not declared by System.Object.",
                nameof(type));
        }
    }

    /// <summary>Rejects a service with faults. The message lists them all.</summary>
    /// <exception cref="ArgumentException">There are faults.</exception>
    public static void ThrowIfAny(string service, IEnumerable<string> faults, string? advice = null)
    {
        string[] all = [.. faults];
        if (all.Length > 0)
        {
            IEnumerable<string> lines = all.Prepend($"{service} cannot be exposed:");
            throw new ArgumentException(string.Join(Environment.NewLine, advice is null ? lines : lines.Append(advice)));
        }
    }

    private static string? FindFault(object service) => service switch
    {
        string text when text.Contains("://", StringComparison.Ordinal) =>
            $"\"{text}\" is an endpoint, not a service. Pass the object whose methods are to be exposed, then call Bind(\"{text}\").",
        string text => $"The string \"{text}\" is not a service. Pass the object whose methods are to be exposed.",
        Type type => $"{type} is a type, not an object. Expose its static methods with AddStatic, or pass an object of the type.",
        ZeroRpcOptions or ValueOptions =>
            $"A {service.GetType().Name} is not a service, and not the options of this class. Pass the options of this class, or the object " +
            "whose methods are to be exposed.",
        _ when IsValue(service.GetType()) => $"A value of type {service.GetType()} is not a service. Pass the object whose methods are to be exposed.",
        _ => null,
    };

    private static bool IsValue(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(TimeSpan) ||
        type == typeof(Uri) || typeof(Delegate).IsAssignableFrom(type);
}
