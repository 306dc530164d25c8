namespace ZeroRpc.Hosting.Options;

/// <summary>The label of a server or client in messages, and the configuration section of its options.</summary>
/// <param name="Label">The label, such as <c>The ZeroRPC server 'admin'</c>.</param>
/// <param name="Section">The configuration section, such as <c>ZeroRpc:Servers:admin</c>.</param>
/// <param name="Named">The section of all named ones of the kind, such as <c>ZeroRpc:Servers</c>.</param>
internal sealed record OptionsSection(string Label, string Section, string Named)
{
    /// <summary>The part with keys, which UseCurve reads and which is no option.</summary>
    public const string Curve = "Curve";

    /// <summary>Returns the section of a server. The default server has an empty name.</summary>
    public static OptionsSection OfServer(string name) => Of("Server", name);

    /// <summary>Returns the section of a client. The default client has an empty name.</summary>
    public static OptionsSection OfClient(string name) => Of("Client", name);

    /// <summary>Returns the section of a kind, such as <c>Puller</c>. The name of the default one is empty.</summary>
    public static OptionsSection Of(string kind, string name)
    {
        string label = $"The ZeroRPC {kind.ToLowerInvariant()}";
        return name.Length == 0
            ? new OptionsSection(label, $"ZeroRpc:{kind}", $"ZeroRpc:{kind}s")
            : new OptionsSection($"{label} '{name}'", $"ZeroRpc:{kind}s:{name}", $"ZeroRpc:{kind}s");
    }
}
