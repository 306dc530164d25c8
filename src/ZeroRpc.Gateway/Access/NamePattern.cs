namespace ZeroRpc.Gateway.Access;

/// <summary>Names of methods as the configuration gives them: exact, or the beginning of names and <c>*</c>.</summary>
internal static class NamePattern
{
    /// <summary>Whether a pattern covers a method.</summary>
    public static bool Covers(string pattern, string method)
    {
        if (!pattern.EndsWith('*'))
        {
            return pattern == method;
        }

        // Methods such as _zerorpc_inspect tell of the whole service: only a pattern that begins with _ means them.
        ReadOnlySpan<char> start = pattern.AsSpan(0, pattern.Length - 1);
        return method.AsSpan().StartsWith(start, StringComparison.Ordinal) && (start.Length > 0 || !method.StartsWith('_'));
    }

    /// <summary>Returns the pattern that covers a method most exactly: the name itself, or else the longest beginning. Null if none does.</summary>
    public static string? FindBest(IEnumerable<string> patterns, string method)
    {
        string? best = null;
        foreach (string pattern in patterns)
        {
            if (pattern == method)
            {
                return pattern;
            }

            if (pattern.Length > (best?.Length ?? 0) && Covers(pattern, method))
            {
                best = pattern;
            }
        }

        return best;
    }
}
