using ZeroRpc.Hosting.OneWay;

namespace ZeroRpc.Hosting;

/// <summary>
/// The options of a publisher in a host: those of <see cref="ZeroRpcPublisherOptions"/> and the endpoints. They are read from the configuration
/// section <c>ZeroRpc:Publisher</c>, or <c>ZeroRpc:Publishers:name</c> for a named publisher, and can then be changed by code. The logger factory and the
/// clock are those of the host unless they are set.
/// </summary>
public sealed class ZeroRpcHostedPublisherOptions : ZeroRpcPublisherOptions, IHostedOneWayOptions
{
    static string IHostedOneWayOptions.Kind => "Publisher";

    /// <summary>
    /// The endpoints on which the publisher listens, such as <c>tcp://0.0.0.0:4242</c>. At least one here or in <see cref="Connect"/>. In the
    /// configuration, they are a list or one text with semicolons between the endpoints.
    /// </summary>
    public IList<string> Bind { get; } = [];

    /// <summary>The endpoints to which the publisher connects, such as <c>tcp://127.0.0.1:4242</c>.</summary>
    public IList<string> Connect { get; } = [];
}
