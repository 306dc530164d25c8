using System.ComponentModel;
using System.Reflection;

namespace ZeroRpc.Server.Binding.Documentation;

/// <summary>
/// Finds the documentation of a method. The first of these applies: <see cref="ZeroRpcMethodAttribute"/>, <c>[Description]</c>, the summary
/// in the XML documentation file next to the assembly. An override or implementation without its own documentation inherits it from the
/// overridden or implemented method.
/// </summary>
internal static class MethodDoc
{
    /// <summary>Returns the documentation, cleaned like a Python docstring, or null if there is none.</summary>
    public static string? Find(MethodInfo method)
    {
        string? doc = MethodOrigins.FindAttribute(method)?.Doc
            ?? method.GetCustomAttribute<DescriptionAttribute>()?.Description
            ?? MethodOrigins.Find(method).Select(XmlDocFile.FindSummary).FirstOrDefault(summary => summary is not null);
        return string.IsNullOrWhiteSpace(doc) ? null : DocText.Clean(doc);
    }
}
