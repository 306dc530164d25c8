using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;

namespace ZeroRpc.Server.Binding.Documentation;

/// <summary>The XML documentation beside an assembly, parsed when first asked for. A missing or broken file documents nothing.</summary>
internal sealed class XmlDocFile
{
    private static readonly ConditionalWeakTable<Assembly, XmlDocFile> Files = [];

    private readonly Dictionary<string, XElement> _summaries = [];

    /// <summary>Reads a file.</summary>
    public XmlDocFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using var reader = XmlReader.Create(file);
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
        return file.Find(XmlMemberId.Of(method));
    }

    /// <summary>The text of a member's summary; null where there is none.</summary>
    public string? Find(string memberId) => _summaries.TryGetValue(memberId, out XElement? summary) ? XmlDocText.Of(summary) : null;

    /// <summary>An assembly in a single-file program has no place of its own: its XML file is looked for beside the program.</summary>
    private static string PathOf(Assembly assembly) => assembly is { IsDynamic: false, Location: { Length: > 0 } location }
        ? Path.ChangeExtension(location, ".xml")
        : Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
}
