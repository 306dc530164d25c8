using System.Text;

namespace ZeroRpc.Events.Values;

/// <summary>
/// The path inside a value at which a conversion failed, such as <c>property 'Tags': item 3: </c>. Exception filters add their part of the
/// path to the exception while it propagates. Rethrowing at each level instead would need stack that a deeply nested value may not have
/// left.
/// </summary>
internal static class ErrorPath
{
    private const string Key = "ZeroRpc.ErrorPath";
    private const int Longest = 300;

    /// <summary>Adds an outer part to the path. Always returns false, for use in an exception filter.</summary>
    public static bool Prepend(Exception failure, string part)
    {
        // The path into a value that is nested too deeply is long and does not help.
        if (failure.InnerException is not InsufficientExecutionStackException)
        {
            StringBuilder path = failure.Data[Key] as StringBuilder ?? new StringBuilder();
            failure.Data[Key] = path.Length < Longest ? path.Insert(0, $"{part}: ") : path;
        }

        return false;
    }

    /// <summary>Returns the path, outermost part first, or an empty string.</summary>
    public static string Get(Exception failure) => failure.Data[Key]?.ToString() ?? "";
}
