using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;

namespace ZeroRpc.Server.Binding.Documentation;

/// <summary>The XML documentation file of an assembly, parsed on first use. A missing or invalid file counts as empty.</summary>
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

    /// <summary>Returns the text of a method's summary, or null if there is none.</summary>
    public static string? FindSummary(MethodInfo method)
    {
        XmlDocFile file = Files.GetValue(method.Module.Assembly, assembly => new XmlDocFile(PathOf(assembly)));
        return file.Find(XmlMemberId.Get(method));
    }

    /// <summary>Returns the text of a member's summary, or null if there is none.</summary>
    public string? Find(string memberId) => _summaries.TryGetValue(memberId, out XElement? summary) ? XmlDocText.Render(summary) : null;

    /// <summary>
    /// Returns the path of an assembly's XML file. An assembly in a single-file program has no location; its XML file is expected next to
    /// the program.
    /// </summary>
    private static string PathOf(Assembly assembly) => assembly is { IsDynamic: false, Location: { Length: > 0 } location }
        ? Path.ChangeExtension(location, ".xml")
        : Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
}
