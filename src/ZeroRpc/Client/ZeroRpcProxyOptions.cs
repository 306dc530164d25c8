using System.Text.Json;

namespace ZeroRpc;

/// <summary>The options of a proxy. They are read once, when the proxy is created.</summary>
public sealed class ZeroRpcProxyOptions
{
    /// <summary>
    /// Converts the names of C# methods to the names of the remote's methods, like <see cref="ZeroRpcServerOptions.MethodNaming"/>. For
    /// example, <see cref="JsonNamingPolicy.SnakeCaseLower"/> calls <c>add_one</c> for <c>AddOne</c>. Null, the default, uses the names
    /// unchanged, except that the suffix <c>Async</c> is removed from the methods of an interface.
    /// </summary>
    public JsonNamingPolicy? MethodNaming { get; set; }

    /// <summary>The prefix of the service at the remote. It precedes every method name, separated by a dot. Empty by default.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// The default options of all calls. The attribute of a method and the options of a single call take precedence. Empty by default.
    /// </summary>
    public CallOptions CallOptions { get; set; }
}
