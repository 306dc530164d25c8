using System.Text;
using System.Xml.Linq;

namespace ZeroRpc.Rpc.Binding.Documentation;

/// <summary>Renders a documentation element as plain text: references as their short names, paragraphs apart by an empty line.</summary>
internal static class XmlDocText
{
    /// <summary>The element's text, its indentation not yet cleaned.</summary>
    public static string? Of(XElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return string.IsNullOrWhiteSpace(text.ToString()) ? null : text.ToString();
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (XNode node in element.Nodes())
        {
            if (node is XText plain)
            {
                text.Append(plain.Value);
            }
            else if (node is XElement child)
            {
                AppendElement(text, child);
            }
        }
    }

    private static void AppendElement(StringBuilder text, XElement element)
    {
        string name = element.Name.LocalName;
        if (name == "para" && !string.IsNullOrWhiteSpace(text.ToString()))
        {
            text.Append("\n\n");
        }
        else if (name is "br" or "item")
        {
            text.Append(name == "br" ? "\n" : "\n- ");
        }

        if (element.IsEmpty)
        {
            text.Append(Reference(element));
        }
        else
        {
            Append(text, element);
        }
    }

    private static string Reference(XElement element) =>
        element.Attribute("name")?.Value ??
        element.Attribute("langword")?.Value ??
        element.Attribute("href")?.Value ??
        (element.Attribute("cref") is { } cref ? ShortName(cref.Value) : "");

    /// <summary><c>M:Space.Type.Method``1(System.Int32)</c> is <c>Method</c>.</summary>
    private static string ShortName(string cref)
    {
        string path = cref.Split('(')[0];
        string last = path[(path.LastIndexOfAny(['.', ':']) + 1)..];
        return last.Split('`')[0];
    }
}
