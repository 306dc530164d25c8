using ZeroRpc.Events.Values;

namespace ZeroRpc.Server.Binding;

/// <summary>Writes a method's signature for error messages: <c>greet(string name, int times = 2, params string[] rest)</c>.</summary>
internal static class OverloadSignature
{
    /// <summary>The signature as a caller sees it: without what the wire does not fill.</summary>
    public static string Of(MethodOverload overload) => $"{overload.Name}({string.Join(", ", overload.Parameters.Select(Parameter))})";

    private static string Parameter(WireParameter parameter) =>
        parameter.IsRest ? $"params {TypeNames.Of(parameter.Type)}[] {parameter.Name}"
        : parameter.IsOptional ? $"{TypeNames.Of(parameter.Type)} {parameter.Name} = {Default(parameter)}"
        : $"{TypeNames.Of(parameter.Type)} {parameter.Name}";

    private static string Default(WireParameter parameter) => parameter.Default switch
    {
        null => parameter.Type.IsValueType && Nullable.GetUnderlyingType(parameter.Type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        object value => value.ToString() ?? "",
    };
}
