using System.Text;
using System.Text.RegularExpressions;

namespace ZeroRpc.Cli.Values;

/// <summary>
/// Handles <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which Python's <c>json</c> accepts but JSON does not have. Each is replaced by
/// a string of the same length, so that error positions remain correct, and is identified by its position.
/// </summary>
internal sealed partial class PythonConstants
{
    private readonly Dictionary<long, double> _found = [];

    /// <summary>Finds the constants outside strings.</summary>
    public PythonConstants(string json)
    {
        Utf8 = Encoding.UTF8.GetBytes(json);
        foreach (Match match in StringOrConstant().Matches(json).Where(match => !match.Value.StartsWith('"')))
        {
            int start = Encoding.UTF8.GetByteCount(json.AsSpan(0, match.Index));
            Utf8.AsSpan(start, match.Length).Fill((byte)'_');
            Utf8[start] = Utf8[start + match.Length - 1] = (byte)'"';
            _found.Add(start, match.Value switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                _ => double.NegativeInfinity,
            });
        }
    }

    /// <summary>The JSON with the replacements.</summary>
    public byte[] Utf8 { get; }

    /// <summary>Returns true if the token at this position is a replacement, and its value.</summary>
    public bool TryGet(long start, out double value) => _found.TryGetValue(start, out value);

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|\bNaN\b|-?\bInfinity\b
        """)]
    private static partial Regex StringOrConstant();
}
