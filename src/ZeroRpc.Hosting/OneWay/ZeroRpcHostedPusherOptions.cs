using ZeroRpc.Hosting.OneWay;

namespace ZeroRpc.Hosting;

/// <summary>
/// The options of a pusher in a host: those of <see cref="ZeroRpcPusherOptions"/> and the endpoints. They are read from the configuration
/// section <c>ZeroRpc:Pusher</c>, or <c>ZeroRpc:Pushers:name</c> for a named pusher, and can then be changed by code. The logger factory and the
/// clock are those of the host unless they are set.
/// </summary>
public sealed class ZeroRpcHostedPusherOptions : ZeroRpcPusherOptions, IHostedOneWayOptions
{
    static string IHostedOneWayOptions.Kind => "Pusher";

    /// <summary>
    /// The endpoints on which the pusher listens, such as <c>tcp://0.0.0.0:4242</c>. At least one here or in <see cref="Connect"/>. In the
    /// configuration, they are a list or one text with semicolons between the endpoints.
    /// </summary>
    public IList<string> Bind { get; } = [];

    /// <summary>The endpoints to which the pusher connects, such as <c>tcp://127.0.0.1:4242</c>.</summary>
    public IList<string> Connect { get; } = [];
}
