using ZeroRpc.NetMq;

namespace ZeroRpc;

/// <summary>Options that choose NetMQ.</summary>
public static class ZeroRpcNetMqExtensions
{
    /// <summary>
    /// Makes NetMQ carry the <c>tcp://</c> endpoints of the client, server, pusher, puller, publisher or subscriber that is made with these
    /// options, instead of the library's own ZeroMQ peer. Both speak ZeroMQ's protocol, so each side chooses for itself. <c>ipc://</c> and
    /// <c>inproc://</c> endpoints are carried as before.
    /// </summary>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="options">The options.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static TOptions UseNetMq<TOptions>(this TOptions options)
        where TOptions : ZeroRpcOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Transports = NetMqTransports.Instance;
        return options;
    }
}
