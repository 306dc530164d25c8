using System.Diagnostics.CodeAnalysis;
using ZeroRpc.Client.Proxies;

namespace ZeroRpc;

/// <content>Calls through a .NET interface or through <c>dynamic</c>.</content>
public sealed partial class ZeroRpcClient
{
    /// <summary>
    /// Creates an object whose methods call the methods of the remote. Creation uses reflection, so keep the object. It owns no resources:
    /// if its interface is disposable, Dispose does nothing.
    /// </summary>
    /// <typeparam name="T">
    /// An interface whose methods return <see cref="Task"/>, <see cref="Task{T}"/>, <see cref="ValueTask"/>, <see cref="ValueTask{T}"/>, or
    /// <see cref="IAsyncEnumerable{T}"/> for a stream. Methods that return a value, <see cref="IEnumerable{T}"/> or void block their
    /// caller. A parameter of type <see cref="CancellationToken"/> or <see cref="CallOptions"/> configures the call and is not sent.
    /// </typeparam>
    /// <param name="options">
    /// The options of the proxy. Null for the default options: the names of the methods, without the suffix <c>Async</c>.
    /// </param>
    /// <returns>The proxy, which is thread-safe. Its methods throw the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    /// <exception cref="ArgumentException">
    /// A proxy cannot implement the interface. The message lists the members and what to change.
    /// </exception>
    [RequiresDynamicCode("Proxies are generated at run time.")]
    [RequiresUnreferencedCode("Proxies are created by reflection over the interface.")]
    public T CreateProxy<T>(ZeroRpcProxyOptions? options = null)
        where T : class => InterfaceProxy.Create<T>(this, Contract.Create(typeof(T), ProxyOptions(options)));

    /// <summary>
    /// Returns the remote as <c>dynamic</c>: <c>await py.add_42(1)</c>, <c>IAsyncEnumerable&lt;int&gt; items = py.count(10)</c>, <c>await
    /// py.math.add(1, 2)</c> for the method <c>math.add</c>. A call is sent once, when it is awaited or converted to a task. A stream is
    /// requested when it is enumerated. A <see cref="CancellationToken"/> or <see cref="CallOptions"/> as the last argument configures the
    /// call.
    /// </summary>
    /// <param name="options">The options of the proxy. Null for the default options: the names as written.</param>
    /// <returns>
    /// The remote. The result of an awaited call is read as <c>object</c>; an integer in the range of int is an <c>int</c>. Convert the
    /// call to <see cref="Task{T}"/> to read a value of another type. Calls throw the exceptions that <see cref="ZeroRpcClient"/>
    /// describes.
    /// </returns>
    [RequiresDynamicCode("Dynamic calls are bound at run time.")]
    [RequiresUnreferencedCode("Dynamic calls are bound by reflection.")]
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
