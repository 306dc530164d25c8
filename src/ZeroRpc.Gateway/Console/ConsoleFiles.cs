using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using ZeroRpc.Gateway.Browser;

namespace ZeroRpc.Gateway.Console;

/// <summary>The page of the console and its files.</summary>
internal static class ConsoleFiles
{
    /// <summary>The files that the page loads.</summary>
    public static readonly string[] Files = ["console.css", "console.js", "console-forms.js"];

    /// <summary>No other host is asked for anything, and no other page frames this one.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string Page = Encoding.UTF8.GetString(BrowserFiles.Read("console.html"));

    /// <summary>Sends the page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="console">The path of the console.</param>
    /// <param name="gateway">The path of the gateway.</param>
    public static Task SendPageAsync(HttpContext context, string console, string gateway)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "text/html; charset=utf-8";
        string page = Page
            .Replace("%CONSOLE%", WebUtility.HtmlEncode(context.Request.PathBase + console), StringComparison.Ordinal)
            .Replace("%GATEWAY%", WebUtility.HtmlEncode(context.Request.PathBase + gateway), StringComparison.Ordinal);
        return context.Response.WriteAsync(page, context.RequestAborted);
    }
}
