using System.Text.Json;

namespace ZeroRpc;

/// <summary>The options of a proxy. They are read once, when the proxy is created.</summary>
public sealed class ZeroRpcProxyOptions
{
    /// <summary>
    /// The remote's names for C# methods: <see cref="JsonNamingPolicy.SnakeCaseLower"/> calls <c>add_one</c> for <c>AddOne</c>. Null, the
    /// default, is the client's <see cref="ValueOptions.MethodNaming"/>.
    /// </summary>
    public JsonNamingPolicy? MethodNaming { get; set; }

    /// <summary>The prefix of the service at the remote. It precedes every method name, separated by a dot. Empty by default.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// The default options of all calls. The attribute of a method and the options of a single call take precedence. Empty by default.
    /// </summary>
    public CallOptions CallOptions { get; set; }
}
