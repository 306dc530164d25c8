namespace ZeroRpc.Hosting.Options;

/// <summary>A server or client as its messages call it, and where in the configuration its options stand.</summary>
/// <param name="Label">Such as <c>The ZeroRPC server 'admin'</c>.</param>
/// <param name="Section">Such as <c>ZeroRpc:Servers:admin</c>.</param>
internal sealed record OptionsSection(string Label, string Section)
{
    /// <summary>The part with keys, which UseCurve reads and which is no option.</summary>
    public const string Curve = "Curve";

    /// <summary>A server's; the default one has an empty name.</summary>
    public static OptionsSection OfServer(string name) => Of("server", "Server", name);

    /// <summary>A client's; the default one has an empty name.</summary>
    public static OptionsSection OfClient(string name) => Of("client", "Client", name);

    private static OptionsSection Of(string kind, string section, string name) => name.Length == 0
        ? new OptionsSection($"The ZeroRPC {kind}", $"ZeroRpc:{section}")
        : new OptionsSection($"The ZeroRPC {kind} '{name}'", $"ZeroRpc:{section}s:{name}");
}
