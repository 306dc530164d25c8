using System.Runtime.CompilerServices;
using ZeroRpc.Client.Links;
using ZeroRpc.Diagnostics;
using ZeroRpc.Server;
using ZeroRpc.Threading;
using ZeroRpc.Transport;
using ZeroRpc.Transport.NetMq;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>What is inside a client and a server that their public faces do not show.</summary>
internal static class Internals
{
    /// <summary>How many channels are live on both sides.</summary>
    public static int LiveChannels(ZeroRpcPair pair) => Links(pair).Sum(link => link.Channels.LiveChannels);

    /// <summary>How often the loops of both sides and the process's clock went round.</summary>
    public static long Iterations(ZeroRpcPair pair) =>
        Links(pair).Sum(link => ((NetMqTransport)link.Transport).Iterations) + DeadlineClock.For(TimeProvider.System).Wakeups;

    /// <summary>What watches a client's calls.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_observer")]
    public static extern ref CallObserver? ObserverOf(ZeroRpcClient client);

    /// <summary>What watches a server's calls.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_observer")]
    public static extern ref CallObserver? ObserverOf(RequestDispatcher dispatcher);

    /// <summary>What takes the requests of a server that was started.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_dispatcher")]
    public static extern ref RequestDispatcher DispatcherOf(ZeroRpcServer server);

    private static IEnumerable<Link> Links(ZeroRpcPair pair) => [.. ClientLinks(pair.Client), .. ServerLinks(pair.Server)];

    private static Link[] ClientLinks(ZeroRpcClient client) => LinksOf(LinksOf(client));

    private static Dictionary<TransportScheme, Link>.ValueCollection ServerLinks(ZeroRpcServer server) => LinksOf(LinksOf(server)).Values;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_links")]
    private static extern ref ClientLinks LinksOf(ZeroRpcClient client);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_links")]
    private static extern ref Link[] LinksOf(ClientLinks links);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_links")]
    private static extern ref ServerLinks LinksOf(ZeroRpcServer server);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_links")]
    private static extern ref Dictionary<TransportScheme, Link> LinksOf(ServerLinks links);
}
