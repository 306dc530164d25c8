using System.Diagnostics.CodeAnalysis;
using ZeroRpc.Client.Proxies;

namespace ZeroRpc;

/// <content>The remote's methods as those of a .NET interface, or of a <c>dynamic</c>.</content>
public sealed partial class ZeroRpcClient
{
    /// <summary>
    /// Makes an object whose methods call the remote's. Keep it: making it costs some reflection. It holds nothing itself: disposing of it,
    /// where its interface has that, does nothing.
    /// </summary>
    /// <typeparam name="T">
    /// An interface of methods that return <see cref="Task"/>, <see cref="Task{T}"/>, <see cref="ValueTask"/>,
    /// <see cref="ValueTask{T}"/>, <see cref="IAsyncEnumerable{T}"/> for a stream, or, blocking, a value, nothing, or
    /// <see cref="IEnumerable{T}"/>. A parameter of type <see cref="CancellationToken"/> or <see cref="CallOptions"/> is for the call, and
    /// is not sent.
    /// </typeparam>
    /// <param name="options">How the methods call; null for names as they are, less the suffix <c>Async</c>.</param>
    /// <returns>The object, thread-safe. How its methods fail: see <see cref="ZeroRpcClient"/>.</returns>
    /// <exception cref="ArgumentException">The interface cannot be a remote's: the message names the members, and what to change.</exception>
    [RequiresDynamicCode("Proxies are generated at run time.")]
    [RequiresUnreferencedCode("Proxies are made by reflection over the interface.")]
    public T CreateProxy<T>(ZeroRpcProxyOptions? options = null)
        where T : class => InterfaceProxy.Create<T>(this, Contract.Create(typeof(T), ProxyOptions(options)));

    /// <summary>
    /// The remote as a <c>dynamic</c>: <c>await py.add_42(1)</c>, <c>IAsyncEnumerable&lt;int&gt; items = py.count(10)</c>,
    /// <c>await py.math.add(1, 2)</c> for the method <c>math.add</c>. A call is sent when it is awaited or converted to a task, and once; a
    /// stream when its items are asked for. A <see cref="CancellationToken"/> or <see cref="CallOptions"/> as the last argument is for the
    /// call.
    /// </summary>
    /// <param name="options">How the methods call; null for names as they are written.</param>
    /// <returns>
    /// The remote. What is awaited is as <c>object</c> is read, an integer that fits being an <c>int</c>; for a value of another type
    /// convert the call to <see cref="Task{T}"/>. How the calls fail: see <see cref="ZeroRpcClient"/>.
    /// </returns>
    [RequiresDynamicCode("What is dynamic is bound at run time.")]
    [RequiresUnreferencedCode("What is dynamic is bound by reflection.")]
    public dynamic AsDynamic(ZeroRpcProxyOptions? options = null)
    {
        options = ProxyOptions(options);
        return new DynamicService(this, options, options.Prefix);
    }

    /// <summary>The options of a proxy, with the client's naming where they have none.</summary>
    private ZeroRpcProxyOptions ProxyOptions(ZeroRpcProxyOptions? options) => new()
    {
        MethodNaming = options?.MethodNaming ?? _options.Values.MethodNaming,
        Prefix = options?.Prefix ?? "",
        CallOptions = options?.CallOptions ?? default,
    };
}
