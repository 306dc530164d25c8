using System.Net;
using System.Text.RegularExpressions;

namespace ZeroRpc.SampleTests.Support;

/// <summary>A page of <c>www</c>.</summary>
internal sealed partial record Page(HttpStatusCode Status, string Html)
{
    /// <summary>The texts that it lists, in its order, as a reader sees them.</summary>
    public string[] Texts => [.. Item().Matches(Html).Select(item => WebUtility.HtmlDecode(item.Groups[1].Value))];

    /// <summary>What it warns of; empty for nothing.</summary>
    public string Alert => WebUtility.HtmlDecode(Warning().Match(Html).Groups[1].Value);

    [GeneratedRegex("<li><code>(.*?)</code></li>", RegexOptions.Singleline)]
    private static partial Regex Item();

    [GeneratedRegex("<p role=\"alert\">(.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Warning();
}
