using ZeroRpc.Client;

namespace ZeroRpc;

/// <summary>
/// Further forms of the calls of <see cref="IZeroRpcClient"/>: calls without options, calls with a list of arguments, and calls of built-in
/// methods.
/// </summary>
public static class ZeroRpcClientCalls
{
    /// <inheritdoc cref="IZeroRpcClient.InvokeAsync{T}"/>
    /// <param name="client">The client.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public static Task<T> InvokeAsync<T>(this IZeroRpcClient client, string method, params object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.InvokeAsync<T>(method, default, args);
    }

    /// <inheritdoc cref="IZeroRpcClient.InvokeAsync"/>
    /// <param name="client">The client.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public static Task InvokeAsync(this IZeroRpcClient client, string method, params object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.InvokeAsync(method, default(CallOptions), args);
    }

    /// <inheritdoc cref="IZeroRpcClient.StreamAsync{T}"/>
    /// <param name="client">The client.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public static IAsyncEnumerable<T> StreamAsync<T>(this IZeroRpcClient client, string method, params object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.StreamAsync<T>(method, default, args);
    }

    /// <summary>Calls a method with a list of arguments and waits for its result. The items can have any types.</summary>
    /// <typeparam name="T">The type to read the result as. <c>object</c> reads any value.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="arguments">The arguments: each item is one argument.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="cancellationToken">Cancels the call, as does the token in <paramref name="options"/>.</param>
    /// <returns>A task with the result. It fails with the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    public static Task<T> InvokeWithArgumentsAsync<T>(
        this IZeroRpcClient client,
        string method,
        IEnumerable<object?> arguments,
        CallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.InvokeAsync<T>(method, options, ListOf(arguments, cancellationToken));
    }

    /// <summary>Calls a method with a list of arguments and waits until it has completed. The items can have any types.</summary>
    /// <param name="client">The client.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="arguments">The arguments: each item is one argument.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="cancellationToken">Cancels the call, as does the token in <paramref name="options"/>.</param>
    /// <returns>
    /// A task that completes when the method has completed. It fails with the exceptions that <see cref="ZeroRpcClient"/> describes.
    /// </returns>
    public static Task InvokeWithArgumentsAsync(
        this IZeroRpcClient client,
        string method,
        IEnumerable<object?> arguments,
        CallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.InvokeAsync(method, options, ListOf(arguments, cancellationToken));
    }

    /// <summary>Calls a method that streams with a list of arguments. The items of the list can have any types.</summary>
    /// <typeparam name="T">The type to read each item as. <c>object</c> reads any value.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="arguments">The arguments: each item is one argument.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="cancellationToken">Cancels the call, as does the token in <paramref name="options"/>.</param>
    /// <returns>The items. Enumerating them fails with the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    public static IAsyncEnumerable<T> StreamWithArgumentsAsync<T>(
        this IZeroRpcClient client,
        string method,
        IEnumerable<object?> arguments,
        CallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.StreamAsync<T>(method, options, ListOf(arguments, cancellationToken));
    }

    /// <summary>Checks that a server replies.</summary>
    /// <param name="client">The client.</param>
    /// <returns>
    /// A task with the name of the server, which is often empty for Node. It fails with the exceptions that <see cref="ZeroRpcClient"/>
    /// describes.
    /// </returns>
    public static Task<string> PingAsync(this IZeroRpcClient client) => client.PingAsync(default(CallOptions));

    /// <inheritdoc cref="PingAsync(IZeroRpcClient)"/>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<string> PingAsync(this IZeroRpcClient client, CancellationToken cancellationToken) =>
        client.PingAsync(new CallOptions { CancellationToken = cancellationToken });

    /// <inheritdoc cref="PingAsync(IZeroRpcClient)"/>
    /// <param name="client">The client.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    public static async Task<string> PingAsync(this IZeroRpcClient client, CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        object?[] pong = await client.InvokeAsync<object?[]>("_zerorpc_ping", options).ConfigureAwait(false);
        return pong.Length > 1 ? pong[1] as string ?? "" : "";
    }

    /// <summary>
    /// Reads the description of a server and its methods. Adapts to the server: Python 3.11 and later, Node and v2 servers differ.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <returns>A task with the description. It fails with the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    public static Task<ServiceDescription> InspectAsync(this IZeroRpcClient client) => client.InspectAsync(default(CallOptions));

    /// <inheritdoc cref="InspectAsync(IZeroRpcClient)"/>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public static Task<ServiceDescription> InspectAsync(this IZeroRpcClient client, CancellationToken cancellationToken) =>
        client.InspectAsync(new CallOptions { CancellationToken = cancellationToken });

    /// <inheritdoc cref="InspectAsync(IZeroRpcClient)"/>
    /// <param name="client">The client.</param>
    /// <param name="options">The options of the calls, which override the client's options. The timeout applies to each call.</param>
    public static Task<ServiceDescription> InspectAsync(this IZeroRpcClient client, CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new ServiceInspector((method, args) => client.InvokeAsync<object?>(method, options, args)).ReadAsync();
    }

    private static object?[] ListOf(IEnumerable<object?> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return cancellationToken.CanBeCanceled ? [.. arguments, cancellationToken] : [.. arguments];
    }
}
