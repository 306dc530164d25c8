using System.Text;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.OneWay;

/// <summary>
/// Which methods a subscriber wants: whole names, and beginnings that end in <c>*</c>. Names are compared as they lie in the frame.
/// </summary>
internal sealed class MethodFilter
{
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _names;
    private readonly byte[][] _beginnings;

    public MethodFilter(IReadOnlyCollection<string> methods)
    {
        _names = methods.Where(method => !method.EndsWith('*')).Select(Encoding.UTF8.GetBytes)
            .ToHashSet(Utf8NameComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
        _beginnings = [.. methods.Where(method => method.EndsWith('*')).Select(method => Encoding.UTF8.GetBytes(method[..^1]))];
    }

    /// <summary>Whether a method is wanted.</summary>
    public bool Wants(ReadOnlySpan<byte> utf8Name)
    {
        foreach (byte[] beginning in _beginnings)
        {
            if (utf8Name.StartsWith(beginning))
            {
                return true;
            }
        }

        return _names.Contains(utf8Name);
    }
}
