using System.Runtime.CompilerServices;
using ZeroRpc.Client.Links;
using ZeroRpc.Diagnostics;
using ZeroRpc.Server;
using ZeroRpc.Threading;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>What is inside a client and a server that their public faces do not show.</summary>
internal static class Internals
{
    /// <summary>How many channels are live on both sides.</summary>
    public static int LiveChannels(ZeroRpcPair pair) =>
        LinksOf(LinksOf(pair.Client)).Sum(link => link.Channels.LiveChannels) +
        LinksOf(LinksOf(pair.Server)).Values.Sum(link => link.Channels.LiveChannels);

    /// <summary>How often the loops of the process's sockets and its clock went round.</summary>
    public static long Turns() => IoLoops.Shared.Turns + DeadlineClock.For(TimeProvider.System).Wakeups;

    /// <summary>What watches a client's calls.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_observer")]
    public static extern ref CallObserver? ObserverOf(ZeroRpcClient client);

    /// <summary>What watches a server's calls.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_observer")]
    public static extern ref CallObserver? ObserverOf(RequestDispatcher dispatcher);

    /// <summary>What takes the requests of a server that was started.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_dispatcher")]
    public static extern ref RequestDispatcher DispatcherOf(ZeroRpcServer server);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_links")]
    private static extern ref ClientLinks LinksOf(ZeroRpcClient client);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_links")]
    private static extern ref Link[] LinksOf(ClientLinks links);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_links")]
    private static extern ref ServerLinks LinksOf(ZeroRpcServer server);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_links")]
    private static extern ref Dictionary<TransportScheme, ServerLink> LinksOf(ServerLinks links);
}
