using System.Text;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Where in a value a conversion failed: <c>property 'Tags': item 3: </c>. Noted on the exception by filters as it passes, so that nothing
/// is thrown anew at each level: that would take stack where a deep value has left little.
/// </summary>
internal static class ErrorPath
{
    private const string Key = "ZeroRpc.Place";
    private const int Longest = 300;

    /// <summary>Puts a place before those known; for use in a filter, hence always false.</summary>
    public static bool Prepend(Exception failure, string place)
    {
        // Where a value is too deep needs no saying, and takes many words.
        if (failure.InnerException is not InsufficientExecutionStackException)
        {
            StringBuilder path = failure.Data[Key] as StringBuilder ?? new StringBuilder();
            failure.Data[Key] = path.Length < Longest ? path.Insert(0, $"{place}: ") : path;
        }

        return false;
    }

    /// <summary>The places noted, outermost first, or nothing.</summary>
    public static string Of(Exception failure) => failure.Data[Key]?.ToString() ?? "";
}
