using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ZeroRpc.Gateway.Browser;

/// <summary>The files that the gateway itself serves, which are part of its assembly.</summary>
internal static class BrowserFiles
{
    /// <summary>The files of the JavaScript client.</summary>
    public static readonly string[] Client = ["zerorpc.js", "zerorpc-call.js", "zerorpc-values.js", "zerorpc.d.ts"];

    /// <summary>Sends a file. A browser that has it is told so.</summary>
    public static Task SendAsync(HttpContext context, string file)
    {
        byte[] content = Read(file);
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(content, TypeOf(file), entityTag: new EntityTagHeaderValue(tag)).ExecuteAsync(context);
    }

    /// <summary>Reads a file.</summary>
    public static byte[] Read(string file)
    {
        using Stream content = typeof(BrowserFiles).Assembly.GetManifestResourceStream(file)!;
        byte[] bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        return bytes;
    }

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".html" => "text/html; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
}
