using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Calls;

/// <summary>Lists the methods of a service in the format of Python's command line.</summary>
internal static class PythonListing
{
    private const string Undocumented = "<undocumented>";

    /// <summary>Lists the names with the first line of their documentation.</summary>
    public static string Names(ServiceDescription service)
    {
        int width = service.Methods.Select(method => method.Name.Length).DefaultIfEmpty(0).Max();
        return Head(service) + string.Concat(service.Methods.Select(method => $"{method.Name.PadRight(width)} {FirstLine(method.Doc)}\n"));
    }

    /// <summary>Lists the signatures (<c>-?</c> without a method).</summary>
    public static string Signatures(ServiceDescription service) =>
        Head(service) + string.Concat(service.Methods.Select(method => Signature(method) + "\n"));

    /// <summary>Shows one method with its whole documentation (<c>-?</c> with a method).</summary>
    public static string Method(ServiceDescription service, string name) =>
        service.Methods.FirstOrDefault(method => method.Name == name) is { } found
            ? $"{Head(service)}{Signature(found)}\n\n{found.Doc ?? Undocumented}\n\n"
            : $"{Head(service)}No documentation for \"{name}\".\n";

    private static string Head(ServiceDescription service) => $"[{service.Name}]\n";

    private static string FirstLine(string? doc) => doc is null ? Undocumented : PythonText.Lines(doc).First().TrimEnd('\r', '\n');

    /// <summary>Like Python, shows a method without parameters in the same way as one whose parameters are unknown.</summary>
    private static string Signature(MethodDescription method) =>
        $"{method.Name}({(method.Parameters is { Count: > 0 } known ? string.Join(", ", known.Select(Parameter)) : "??")})";

    private static string Parameter(ParameterDescription parameter) =>
        parameter is { HasDefault: true, Default: { } value } ? $"{parameter.Name}={PythonRepr.Plain(value)}" : parameter.Name;
}
