using ZeroRpc.Events.Values;

namespace ZeroRpc.Json;

/// <summary>
/// The maps that stand for values that JSON does not have: <c>{"$bytes": base64}</c>, <c>{"$ext": [code, base64]}</c> and
/// <c>{"$map": [[key, value], …]}</c>. The command line writes an extension as <c>{"$ext": code, "$bytes": base64}</c>; both are read.
/// </summary>
internal static class JsonTags
{
    /// <summary>The first character of all tags.</summary>
    public const char Mark = '$';

    private const string Bytes = "$bytes";
    private const string Extension = "$ext";
    private const string Map = "$map";

    /// <summary>Tags bytes.</summary>
    public static Dictionary<string, object?> Of(ReadOnlySpan<byte> bytes) => new() { [Bytes] = Convert.ToBase64String(bytes) };

    /// <summary>Tags an extension.</summary>
    public static Dictionary<string, object?> Of(ExtensionValue extension, JsonRules rules)
    {
        string data = Convert.ToBase64String(extension.Data.Span);
        long code = extension.TypeCode;
        return rules.IsWeb
            ? new() { [Extension] = (object?[])[code, data] }
            : new() { [Extension] = code, [Bytes] = data };
    }

    /// <summary>Tags a map whose keys cannot be the keys of a JSON object.</summary>
    public static Dictionary<string, object?> Of(IEnumerable<(object Key, object? Value)> entries) =>
        new() { [Map] = entries.Select(object? (entry) => (object?[])[entry.Key, entry.Value]).ToArray() };

    /// <summary>Returns the value that a map stands for, or the map itself if it has no tag.</summary>
    /// <exception cref="FormatException">The base64 of a tag is malformed.</exception>
    public static object Untag(Dictionary<string, object?> map)
    {
        switch (map.Count)
        {
            case 1 when map.TryGetValue(Bytes, out object? bytes) && bytes is string base64:
                return Convert.FromBase64String(base64);
            case 1 when map.TryGetValue(Extension, out object? pair) && pair is object?[] and [long code, string data] && IsCode(code):
                return new ExtensionValue((sbyte)code, Convert.FromBase64String(data));
            case 1 when map.TryGetValue(Map, out object? pairs) && pairs is object?[] entries && Array.TrueForAll(entries, IsEntry):
                return MapOf(entries);
            case 2 when map.TryGetValue(Extension, out object? tag) && tag is long code && IsCode(code)
                && map.TryGetValue(Bytes, out object? content) && content is string data:
                return new ExtensionValue((sbyte)code, Convert.FromBase64String(data));
            default:
                return map;
        }
    }

    private static bool IsCode(long code) => code is >= sbyte.MinValue and <= sbyte.MaxValue;

    private static bool IsEntry(object? entry) => entry is object?[] and [not null, _];

    private static object MapOf(object?[] entries)
    {
        var map = new Dictionary<object, object?>(UntypedKeyComparer.Instance);
        foreach (object?[] entry in entries.Cast<object?[]>())
        {
            map[entry[0]!] = entry[1];
        }

        return map.Keys.All(key => key is string) ? map.ToDictionary(entry => (string)entry.Key, entry => entry.Value) : map;
    }
}
