using ZeroRpc.Hosting.Options;
using ZeroRpc.Hosting.Serving;

namespace ZeroRpc.Hosting.OneWay;

/// <summary>The endpoints of a pusher, puller, publisher or subscriber in a host.</summary>
internal interface IHostedOneWayOptions
{
    /// <summary>The kind, as in the configuration: <c>Puller</c>.</summary>
    static abstract string Kind { get; }

    /// <summary>The endpoints to listen on.</summary>
    IList<string> Bind { get; }

    /// <summary>The endpoints to connect to.</summary>
    IList<string> Connect { get; }

    /// <summary>Returns the configuration section of options with a name.</summary>
    static OptionsSection SectionOf<T>(string name)
        where T : IHostedOneWayOptions => OptionsSection.Of(T.Kind, name);
}

/// <summary>The additional options of pullers and subscribers in a host.</summary>
internal interface IHostedReceiverOptions
{
    /// <summary>The types whose methods handle events.</summary>
    IReadOnlyList<ServedService> Services { get; }

    /// <summary>Further configuration before the receiver starts.</summary>
    IReadOnlyList<Action<ZeroRpcReceiver>> Steps { get; }
}
