namespace ZeroRpc;

/// <summary>
/// The calls of a client, for code that is tested without a server: <see cref="ZeroRpcClient"/> makes the calls, and a fake implementation
/// answers them (docs/testing.md). <see cref="ZeroRpcClientCalls"/> adds further forms of calls as extension methods.
/// </summary>
public interface IZeroRpcClient
{
    /// <summary>Calls a method and waits for its result.</summary>
    /// <typeparam name="T">The type to read the result as. <c>object</c> reads any value.</typeparam>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>A task with the result. It fails with the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    Task<T> InvokeAsync<T>(string method, CallOptions options, params object?[]? args);

    /// <summary>Calls a method, waits until it has completed and ignores its result.</summary>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>
    /// A task that completes when the method has completed. It fails with the exceptions that <see cref="ZeroRpcClient"/> describes.
    /// </returns>
    Task InvokeAsync(string method, CallOptions options, params object?[]? args);

    /// <summary>Calls a method that streams, and reads the items as they arrive. Each enumeration makes a separate call.</summary>
    /// <typeparam name="T">The type to read each item as. <c>object</c> reads any value.</typeparam>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>The items. Enumerating them fails with the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    IAsyncEnumerable<T> StreamAsync<T>(string method, CallOptions options, params object?[]? args);
}
