using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Inspection;

/// <summary>
/// Formats the signature of a method for people, such as <c>greet(name: str, times: int = 2) -> str</c>, as far as the server describes it.
/// </summary>
internal static class SignatureText
{
    /// <summary>Returns the signature. Unknown parameters are shown as <c>…</c>.</summary>
    public static string Of(MethodDescription method) => $"{method.Name}{Behind(method)}";

    /// <summary>Returns the part of the signature after the name.</summary>
    public static string Behind(MethodDescription method)
    {
        string parameters = method.Parameters is { } known ? string.Join(", ", known.Select(Of)) : "…";
        string result = (method.Streams == true, method.Returns) switch
        {
            (true, { } type) => $" -> stream of {type}",
            (true, null) => " -> stream",
            (false, { } type) => $" -> {type}",
            _ => "",
        };
        return $"({parameters}){result}";
    }

    private static string Of(ParameterDescription parameter)
    {
        string type = parameter.Type is null ? "" : $": {parameter.Type}";
        string value = parameter.HasDefault ? (type.Length > 0 ? " = " : "=") + PythonRepr.Of(parameter.Default) : "";
        return parameter.Name + type + value;
    }
}
