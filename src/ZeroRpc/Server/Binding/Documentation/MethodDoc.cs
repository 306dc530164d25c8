using System.ComponentModel;
using System.Reflection;

namespace ZeroRpc.Server.Binding.Documentation;

/// <summary>
/// Finds a method's documentation: its <see cref="ZeroRpcMethodAttribute"/>, else its <c>[Description]</c>, else the summary in the XML
/// file beside its assembly. An overriding or implementing method without its own has that of the one it overrides or implements.
/// </summary>
internal static class MethodDoc
{
    /// <summary>The documentation, cleaned as Python cleans a docstring; null where there is none.</summary>
    public static string? Of(MethodInfo method)
    {
        string? doc = MethodOrigins.AttributeOf(method)?.Doc
            ?? method.GetCustomAttribute<DescriptionAttribute>()?.Description
            ?? MethodOrigins.Of(method).Select(XmlDocFile.SummaryOf).FirstOrDefault(summary => summary is not null);
        return string.IsNullOrWhiteSpace(doc) ? null : DocText.Clean(doc);
    }
}
