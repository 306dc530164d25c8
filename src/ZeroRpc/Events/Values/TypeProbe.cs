namespace ZeroRpc.Events.Values;

/// <summary>Determines without a value whether the values of a type can be read or returned, including all types that they contain.</summary>
internal sealed class TypeProbe(FormatterCache formatters)
{
    /// <summary>Returns why values of a type cannot be read, or null if they can.</summary>
    public string? WhyNotReadable(Type type) => new Walk(formatters, ToRead: true).Find(type, isMember: false);

    /// <summary>
    /// Returns why a type cannot be that of a result, or null if it can: its values cannot be written, or it is an interface or abstract
    /// class, which no .NET caller can read. A member of an abstract type is allowed, because it is written by its run-time type.
    /// </summary>
    public string? WhyNotResult(Type type) => new Walk(formatters, ToRead: false).Find(type, isMember: false);

    /// <summary>Follows the parts of a type. A type that contains itself is visited once.</summary>
    private sealed record Walk(FormatterCache Formatters, bool ToRead)
    {
        private readonly HashSet<Type> _visited = [];

        public string? Find(Type type, bool isMember)
        {
            if (!_visited.Add(type))
            {
                return null;
            }

            object formatter;
            try
            {
                formatter = Formatters.Get(type).Formatter;
            }
            catch (ValueConversionException failure)
            {
                return failure.Message;
            }

            return formatter is ICompositeFormatter composite ? FindIn(composite, isMember) : null;
        }

        private string? FindIn(ICompositeFormatter composite, bool isMember)
        {
            if ((ToRead || (composite is IObjectFormatter { Shape: null } && !isMember)) && composite.WhyNotReadable is { } reason)
            {
                return reason;
            }

            return composite.GetParts(ToRead)
                .Select(part => Find(part.Type, isMember || composite is IObjectFormatter) is { } fault ? $"{part.Path}: {fault}" : null)
                .FirstOrDefault(fault => fault is not null);
        }
    }
}
