namespace ZeroRpc.Server.Binding;

/// <summary>Why an object or a type is no service: a constructor takes any object, so a wrong argument compiles.</summary>
internal static class ServiceFaults
{
    /// <summary>Refuses an object that nobody means to expose: text, options, a number, a type.</summary>
    /// <exception cref="ArgumentException">The object is no service. The message says what was probably meant.</exception>
    public static void ThrowIfNoService(object service)
    {
        if (Of(service) is { } fault)
        {
            throw new ArgumentException(fault, nameof(service));
        }
    }

    /// <summary>Refuses a type that has no method to expose.</summary>
    /// <exception cref="ArgumentException">There is no method.</exception>
    public static void ThrowIfEmpty(Type type, bool hasMethods)
    {
        if (!hasMethods)
        {
            throw new ArgumentException(
                $"{type} has no method to expose: it needs a public method that is not generic, not hidden and not object's own.", nameof(type));
        }
    }

    private static string? Of(object service) => service switch
    {
        string text when text.Contains("://", StringComparison.Ordinal) =>
            $"\"{text}\" is an endpoint, not a service. Pass the object whose methods are to be exposed, then call Bind(\"{text}\").",
        string text => $"The string \"{text}\" is not a service. Pass the object whose methods are to be exposed.",
        Type type => $"{type} is a type, not an object. Expose its static methods with AddStatic, or pass an object of the type.",
        ZeroRpcSocketOptions or ValueOptions =>
            $"A {service.GetType().Name} is not a service, and not the options of this class. Pass the options of this class, or the object " +
            "whose methods are to be exposed.",
        _ when IsValue(service.GetType()) => $"A value of type {service.GetType()} is not a service. Pass the object whose methods are to be exposed.",
        _ => null,
    };

    private static bool IsValue(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(TimeSpan) ||
        type == typeof(Uri) || typeof(Delegate).IsAssignableFrom(type);
}
