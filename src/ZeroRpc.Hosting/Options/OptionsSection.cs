namespace ZeroRpc.Hosting.Options;

/// <summary>The label of a server or client in messages, and the configuration section of its options.</summary>
/// <param name="Label">The label, such as <c>The ZeroRPC server 'admin'</c>.</param>
/// <param name="Section">The configuration section, such as <c>ZeroRpc:Servers:admin</c>.</param>
/// <param name="Named">The section of all named ones of the kind, such as <c>ZeroRpc:Servers</c>.</param>
internal sealed record OptionsSection(string Label, string Section, string Named)
{
    /// <summary>The part with keys, which UseCurve reads and which is no option.</summary>
    public const string Curve = "Curve";

    /// <summary>A server's; the default one has an empty name.</summary>
    public static OptionsSection OfServer(string name) => Of("server", "Server", name);

    /// <summary>Returns the section of a client. The default client has an empty name.</summary>
    public static OptionsSection OfClient(string name) => Of("client", "Client", name);

    private static OptionsSection Of(string kind, string section, string name) => name.Length == 0
        ? new OptionsSection($"The ZeroRPC {kind}", $"ZeroRpc:{section}", $"ZeroRpc:{section}s")
        : new OptionsSection($"The ZeroRPC {kind} '{name}'", $"ZeroRpc:{section}s:{name}", $"ZeroRpc:{section}s");
}
