using ZeroRpc.Cli.Values;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Inspection;

/// <summary>
/// Formats the signature of a method for people, such as <c>greet(name: str, times: int = 2) -> str</c>, as far as the server describes it.
/// </summary>
internal static class SignatureText
{
    /// <summary>The signature. Unknown parameters are <c>…</c>.</summary>
    public static string Of(MethodDescription method) => $"{PrintableText.Escape(method.Name)}{Behind(method)}";

    /// <summary>The signature after the name.</summary>
    public static string Behind(MethodDescription method)
    {
        string parameters = method.Parameters is { } known ? string.Join(", ", known.Select(Of)) : "…";
        string result = (method.IsStream == true, method.Returns) switch
        {
            (true, { } type) => $" -> stream of {type}",
            (true, null) => " -> stream",
            (false, { } type) => $" -> {type}",
            _ => "",
        };
        return PrintableText.Escape($"({parameters}){result}");
    }

    private static string Of(ParameterDescription parameter)
    {
        string type = parameter.Type is null ? "" : $": {parameter.Type}";
        string value = parameter.HasDefault ? (type.Length > 0 ? " = " : "=") + PythonRepr.Of(parameter.Default) : "";
        return parameter.Name + type + value;
    }
}
