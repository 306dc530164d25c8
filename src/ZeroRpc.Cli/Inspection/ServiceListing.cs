using Spectre.Console;
using ZeroRpc.Cli.Values;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Inspection;

/// <summary>Formats a service for people: coloured and wrapped in a terminal, plain in a pipe or a file.</summary>
/// <param name="console">The output.</param>
internal sealed class ServiceListing(IAnsiConsole console)
{
    private const int Indent = 4;

    /// <summary>Writes each method with its signature and the first line of its documentation.</summary>
    public void Write(ServiceDescription service)
    {
        console.MarkupLineInterpolated($"[bold]{PrintableText.Escape(service.Name)}[/] has {Count(service.Methods.Count)}");
        foreach (MethodDescription method in service.Methods)
        {
            WriteSignature(method);
            if (method.Doc is { } doc)
            {
                WriteDoc(PrintableText.EscapeLines(PythonText.Lines(doc).First().TrimEnd()));
            }
        }
    }

    /// <summary>Writes one method with its whole documentation.</summary>
    public void Write(MethodDescription method)
    {
        WriteSignature(method);
        foreach (string line in PrintableText.EscapeLines(method.Doc ?? "(undocumented)").Split('\n'))
        {
            WriteDoc(line);
        }
    }

    private static string Count(int methods) => methods switch
    {
        0 => "no methods.",
        1 => "1 method:",
        _ => $"{methods} methods:",
    };

    private void WriteSignature(MethodDescription method) =>
        console.MarkupLineInterpolated($"[green]{PrintableText.Escape(method.Name)}[/]{SignatureText.Behind(method)}");

    private void WriteDoc(string line)
    {
        if (line.Length == 0)
        {
            console.WriteLine();
        }
        else
        {
            console.Write(new Padder(new Text(line, new Style(Color.Grey)), new Padding(Indent, 0, 0, 0)));
        }
    }
}
