using System.Text.Json;

namespace ZeroRpc;

/// <summary>How the methods of a proxy call the remote's. Read once, when the proxy is made.</summary>
public sealed class ZeroRpcProxyOptions
{
    /// <summary>
    /// The remote's names for C# methods: <see cref="JsonNamingPolicy.SnakeCaseLower"/> calls <c>add_one</c> for <c>AddOne</c>. Null, the
    /// default, is the client's <see cref="ValueOptions.MethodNaming"/>.
    /// </summary>
    public JsonNamingPolicy? MethodNaming { get; set; }

    /// <summary>What stands before every name, with a dot between: the service's prefix at the remote. None by default.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>What all calls want where neither the method's attribute nor the call itself says otherwise; nothing by default.</summary>
    public CallOptions CallOptions { get; set; }
}
