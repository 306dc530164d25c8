using System.Text;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.OneWay;

/// <summary>
/// The methods that a subscriber accepts: whole names, and prefixes that end in <c>*</c>. Names are compared as UTF-8 bytes without
/// decoding.
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

    /// <summary>Returns true if the subscriber accepts the method.</summary>
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
