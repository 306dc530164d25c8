namespace ZeroRpc.Rpc.Binding;

/// <summary>Writes a method's signature for error messages: <c>greet(string name, int times = 2, params string[] rest)</c>.</summary>
internal static class SignatureText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(char)] = "char",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>The signature as a caller sees it: without what the wire does not fill.</summary>
    public static string Of(MethodOverload overload) => $"{overload.Name}({string.Join(", ", overload.Parameters.Select(Parameter))})";

    /// <summary>A type as C# writes it.</summary>
    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name;
    }

    private static string Parameter(WireParameter parameter) =>
        parameter.IsRest ? $"params {Of(parameter.Type)}[] {parameter.Name}"
        : parameter.IsOptional ? $"{Of(parameter.Type)} {parameter.Name} = {Default(parameter)}"
        : $"{Of(parameter.Type)} {parameter.Name}";

    private static string Default(WireParameter parameter) => parameter.Default switch
    {
        null => parameter.Type.IsValueType && Nullable.GetUnderlyingType(parameter.Type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        object value => value.ToString() ?? "",
    };
}
