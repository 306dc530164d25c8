using System.Text;
using System.Xml.Linq;

namespace ZeroRpc.Server.Binding.Documentation;

/// <summary>Converts a documentation element to plain text. References become short names; an empty line separates paragraphs.</summary>
internal static class XmlDocText
{
    /// <summary>Unicode's paragraph separator. It marks the paragraphs until they have been cleaned separately.</summary>
    private const char ParagraphSeparator = '\u2029';

    /// <summary>Returns the cleaned text of the element, or null if it has no text.</summary>
    public static string? Render(XElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        string[] paragraphs = [.. text.ToString().Split(ParagraphSeparator).Select(DocText.Clean).Where(paragraph => paragraph.Length > 0)];
        return paragraphs.Length == 0 ? null : string.Join("\n\n", paragraphs);
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
        if (element.IsEmpty)
        {
            text.Append(Reference(element));
        }
        else if (element.Name.LocalName is "para" or "item")
        {
            text.Append(ParagraphSeparator).Append(element.Name.LocalName == "item" ? "- " : "");
            Append(text, element);
            text.Append(ParagraphSeparator);
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

    /// <summary>Shortens a reference: <c>M:Space.Type.Method</c><c>1(System.Int32)</c> becomes <c>Method</c>.</summary>
    private static string ShortName(string cref)
    {
        string path = cref.Split('(')[0];
        string last = path[(path.LastIndexOfAny(['.', ':']) + 1)..];
        return last.Split('`')[0];
    }
}
