using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;

namespace ZeroRpc.Rpc.Binding.Documentation;

/// <summary>The XML documentation beside an assembly, parsed when first asked for. A missing or broken file documents nothing.</summary>
internal sealed class XmlDocFile
{
    private static readonly ConditionalWeakTable<Assembly, XmlDocFile> Files = [];

    private readonly Dictionary<string, XElement> _summaries = [];

    private XmlDocFile(string path)
    {
        try
        {
            using var reader = XmlReader.Create(path);
            foreach (XElement member in XDocument.Load(reader, LoadOptions.PreserveWhitespace).Descendants("member"))
            {
                if (member.Attribute("name") is { } name && member.Element("summary") is { } summary)
                {
                    _summaries.TryAdd(name.Value, summary);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or XmlException)
        {
            _summaries.Clear();
        }
    }

    /// <summary>The text of a method's summary; null where there is none.</summary>
    public static string? SummaryOf(MethodInfo method)
    {
        XmlDocFile file = Files.GetValue(method.Module.Assembly, assembly => new XmlDocFile(PathOf(assembly)));
        return file._summaries.TryGetValue(XmlMemberId.Of(method), out XElement? summary) ? XmlDocText.Of(summary) : null;
    }

    /// <summary>An assembly in a single-file program has no place of its own: its XML file is looked for beside the program.</summary>
    private static string PathOf(Assembly assembly) => assembly is { IsDynamic: false, Location: { Length: > 0 } location }
        ? Path.ChangeExtension(location, ".xml")
        : Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
}
