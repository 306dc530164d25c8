using ZeroRpc.Client;

namespace ZeroRpc;

/// <summary>The calls of <see cref="IZeroRpcClient"/> in other forms: without options, with the arguments as a list, and of built-in methods.</summary>
public static class ZeroRpcClientCalls
{
    /// <inheritdoc cref="IZeroRpcClient.InvokeAsync{T}"/>
    /// <param name="client">The client.</param>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end is the call's and is not sent.</param>
    public static Task<T> InvokeAsync<T>(this IZeroRpcClient client, string method, params object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.InvokeAsync<T>(method, default, args);
    }

    /// <inheritdoc cref="IZeroRpcClient.InvokeAsync"/>
    /// <param name="client">The client.</param>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end is the call's and is not sent.</param>
    public static Task InvokeAsync(this IZeroRpcClient client, string method, params object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.InvokeAsync(method, default(CallOptions), args);
    }

    /// <inheritdoc cref="IZeroRpcClient.StreamAsync{T}"/>
    /// <param name="client">The client.</param>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end is the call's and is not sent.</param>
    public static IAsyncEnumerable<T> StreamAsync<T>(this IZeroRpcClient client, string method, params object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.StreamAsync<T>(method, default, args);
    }

    /// <summary>Calls a method with arguments that are a list already, whatever their types, and waits for its value.</summary>
    /// <typeparam name="T">The type that the value is read as; <c>object</c> reads any value.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="arguments">The arguments: each item is one.</param>
    /// <param name="options">The options in which this call differs from the client's.</param>
    /// <param name="cancellationToken">Cancels the call, as does the token in <paramref name="options"/>.</param>
    /// <returns>A task of the value. It fails as <see cref="ZeroRpcClient"/> describes.</returns>
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

    /// <summary>Calls a method with arguments that are a list already, whatever their types, and waits until it is done.</summary>
    /// <param name="client">The client.</param>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="arguments">The arguments: each item is one.</param>
    /// <param name="options">The options in which this call differs from the client's.</param>
    /// <param name="cancellationToken">Cancels the call, as does the token in <paramref name="options"/>.</param>
    /// <returns>A task. It fails as <see cref="ZeroRpcClient"/> describes.</returns>
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

    /// <summary>Calls a method that streams, with arguments that are a list already, whatever their types.</summary>
    /// <typeparam name="T">The type that each item is read as; <c>object</c> reads any value.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="arguments">The arguments: each item is one.</param>
    /// <param name="options">The options in which this call differs from the client's.</param>
    /// <param name="cancellationToken">Cancels the call, as does the token in <paramref name="options"/>.</param>
    /// <returns>The items. Reading them fails as <see cref="ZeroRpcClient"/> describes.</returns>
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

    /// <summary>Asks a server whether it answers.</summary>
    /// <param name="client">The client.</param>
    /// <returns>A task of the server's name; Node's is often empty. It fails as <see cref="ZeroRpcClient"/> describes.</returns>
    public static Task<string> PingAsync(this IZeroRpcClient client) => client.PingAsync(default(CallOptions));

    /// <inheritdoc cref="PingAsync(IZeroRpcClient)"/>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<string> PingAsync(this IZeroRpcClient client, CancellationToken cancellationToken) =>
        client.PingAsync(new CallOptions { CancellationToken = cancellationToken });

    /// <inheritdoc cref="PingAsync(IZeroRpcClient)"/>
    /// <param name="client">The client.</param>
    /// <param name="options">The options in which this call differs from the client's.</param>
    public static async Task<string> PingAsync(this IZeroRpcClient client, CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        object?[] pong = await client.InvokeAsync<object?[]>("_zerorpc_ping", options).ConfigureAwait(false);
        return pong.Length > 1 ? pong[1] as string ?? "" : "";
    }

    /// <summary>Asks a server for its methods, in the way that it understands: Python 3.11 and later, Node and v2 servers differ.</summary>
    /// <param name="client">The client.</param>
    /// <returns>A task of the server's description. It fails as <see cref="ZeroRpcClient"/> describes.</returns>
    public static Task<ServiceDescription> InspectAsync(this IZeroRpcClient client) => client.InspectAsync(default(CallOptions));

    /// <inheritdoc cref="InspectAsync(IZeroRpcClient)"/>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public static Task<ServiceDescription> InspectAsync(this IZeroRpcClient client, CancellationToken cancellationToken) =>
        client.InspectAsync(new CallOptions { CancellationToken = cancellationToken });

    /// <inheritdoc cref="InspectAsync(IZeroRpcClient)"/>
    /// <param name="client">The client.</param>
    /// <param name="options">The options in which these calls differ from the client's; the timeout holds for each call.</param>
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
