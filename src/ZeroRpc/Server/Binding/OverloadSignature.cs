using ZeroRpc.Events.Values;

namespace ZeroRpc.Server.Binding;

/// <summary>
/// Formats the signature of a method for error messages, such as <c>greet(string name, int times = 2, params string[] rest)</c>.
/// </summary>
internal static class OverloadSignature
{
    /// <summary>Returns the signature as the caller sees it, without the parameters that are not sent.</summary>
    public static string Format(MethodOverload overload) => $"{overload.Name}({string.Join(", ", overload.Parameters.Select(Parameter))})";

    private static string Parameter(WireParameter parameter) =>
        parameter.IsRest ? $"params {TypeNames.Format(parameter.Type)}[] {parameter.Name}"
        : parameter.IsOptional ? $"{TypeNames.Format(parameter.Type)} {parameter.Name} = {Default(parameter)}"
        : $"{TypeNames.Format(parameter.Type)} {parameter.Name}";

    private static string Default(WireParameter parameter) => parameter.Default switch
    {
        null => parameter.Type.IsValueType && Nullable.GetUnderlyingType(parameter.Type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        object value => value.ToString() ?? "",
    };
}
