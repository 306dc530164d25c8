namespace ZeroRpc;

/// <summary>
/// The calls of a client, for code that is to be tested without a server: <see cref="ZeroRpcClient"/> makes them, a fake answers them
/// (docs/testing.md). The other ways to call are extension methods on it (<see cref="ZeroRpcClientCalls"/>).
/// </summary>
public interface IZeroRpcClient
{
    /// <summary>Calls a method and waits for its value.</summary>
    /// <typeparam name="T">The type that the value is read as; <c>object</c> reads any value.</typeparam>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="options">The options in which this call differs from the client's.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end is the call's and is not sent.</param>
    /// <returns>A task of the value. It fails as <see cref="ZeroRpcClient"/> describes.</returns>
    Task<T> InvokeAsync<T>(string method, CallOptions options, params object?[]? args);

    /// <summary>Calls a method, waits until it is done and ignores its value.</summary>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="options">The options in which this call differs from the client's.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end is the call's and is not sent.</param>
    /// <returns>A task. It fails as <see cref="ZeroRpcClient"/> describes.</returns>
    Task InvokeAsync(string method, CallOptions options, params object?[]? args);

    /// <summary>Calls a method that streams, and reads the items as they arrive. Each enumeration makes a call of its own.</summary>
    /// <typeparam name="T">The type that each item is read as; <c>object</c> reads any value.</typeparam>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="options">The options in which this call differs from the client's.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end is the call's and is not sent.</param>
    /// <returns>The items. Reading them fails as <see cref="ZeroRpcClient"/> describes.</returns>
    IAsyncEnumerable<T> StreamAsync<T>(string method, CallOptions options, params object?[]? args);
}
