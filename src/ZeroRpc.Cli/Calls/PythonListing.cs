using ZeroRpc.Cli.Values;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Calls;

/// <summary>Lists the methods of a service in the format of Python's command line.</summary>
internal static class PythonListing
{
    private const string Undocumented = "<undocumented>";

    /// <summary>Lists the names with the first line of their documentation.</summary>
    public static string Names(ServiceDescription service)
    {
        (string Name, string Doc)[] methods =
            [.. service.Methods.Select(method => (PrintableText.Escape(method.Name), FirstLine(method.Doc)))];
        int width = methods.Select(method => method.Name.Length).DefaultIfEmpty(0).Max();
        return Head(service) + string.Concat(methods.Select(method => $"{method.Name.PadRight(width)} {method.Doc}\n"));
    }

    /// <summary>Lists the signatures (<c>-?</c> without a method).</summary>
    public static string Signatures(ServiceDescription service) =>
        Head(service) + string.Concat(service.Methods.Select(method => Signature(method) + "\n"));

    /// <summary>Shows one method with its whole documentation (<c>-?</c> with a method).</summary>
    public static string Method(ServiceDescription service, string name) =>
        service.Methods.FirstOrDefault(method => method.Name == name) is { } found
            ? $"{Head(service)}{Signature(found)}\n\n{PrintableText.EscapeLines(found.Doc ?? Undocumented)}\n\n"
            : $"{Head(service)}No documentation for \"{name}\".\n";

    private static string Head(ServiceDescription service) => $"[{PrintableText.Escape(service.Name)}]\n";

    private static string FirstLine(string? doc) => doc is null
        ? Undocumented
        : PrintableText.EscapeLines(PythonText.Lines(doc).First().TrimEnd('\r', '\n'));

    /// <summary>Python shows a method without parameters as one of which it knows nothing.</summary>
    private static string Signature(MethodDescription method)
    {
        string parameters = method.Parameters is { Count: > 0 } known ? string.Join(", ", known.Select(Parameter)) : "??";
        return PrintableText.Escape($"{method.Name}({parameters})");
    }

    private static string Parameter(ParameterDescription parameter) =>
        parameter is { HasDefault: true, Default: { } value } ? $"{parameter.Name}={PythonRepr.Plain(value)}" : parameter.Name;
}
