using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Calls;

/// <summary>A service's methods as Python's command line lists them.</summary>
internal static class PythonListing
{
    private const string Undocumented = "<undocumented>";

    /// <summary>The names with the first lines of their documentation.</summary>
    public static string Names(ServiceDescription service)
    {
        int width = service.Methods.Select(method => method.Name.Length).DefaultIfEmpty(0).Max();
        return Head(service) + string.Concat(service.Methods.Select(method => $"{method.Name.PadRight(width)} {FirstLine(method.Doc)}\n"));
    }

    /// <summary>The signatures (<c>-?</c> without a method).</summary>
    public static string Signatures(ServiceDescription service) =>
        Head(service) + string.Concat(service.Methods.Select(method => Signature(method) + "\n"));

    /// <summary>One method with all its documentation (<c>-?</c> with a method).</summary>
    public static string Method(ServiceDescription service, string name) =>
        service.Methods.FirstOrDefault(method => method.Name == name) is { } found
            ? $"{Head(service)}{Signature(found)}\n\n{found.Doc ?? Undocumented}\n\n"
            : $"{Head(service)}No documentation for \"{name}\".\n";

    private static string Head(ServiceDescription service) => $"[{service.Name}]\n";

    private static string FirstLine(string? doc) => doc is null ? Undocumented : PythonText.Lines(doc).First().TrimEnd('\r', '\n');

    /// <summary>Python shows a method without parameters as one of which it knows nothing.</summary>
    private static string Signature(MethodDescription method) =>
        $"{method.Name}({(method.Parameters is { Count: > 0 } known ? string.Join(", ", known.Select(Parameter)) : "??")})";

    private static string Parameter(ParameterDescription parameter) =>
        parameter is { HasDefault: true, Default: { } value } ? $"{parameter.Name}={PythonRepr.Plain(value)}" : parameter.Name;
}
