using ZeroRpc.Client;
using ZeroRpc.Client.Links;

namespace ZeroRpc;

/// <content>Synchronous calls, for callers that cannot await. They use no pool thread and ignore synchronization contexts.</content>
public sealed partial class ZeroRpcClient
{
    /// <summary>Calls a method and blocks until its result is available.</summary>
    /// <typeparam name="T">The type to read the result as. <c>object</c> reads any value.</typeparam>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>The result. The method throws the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    public T Invoke<T>(string method, params object?[]? args) => Invoke<T>(method, default(CallOptions), args);

    /// <inheritdoc cref="Invoke{T}(string, object?[])"/>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public T Invoke<T>(string method, CallOptions options, params object?[]? args)
    {
        using CancellationTokenSource? bothTokens = CallArguments.TakeToken(ref args, ref options);
        return Run(method, options, args).Read<T>(_codec);
    }

    /// <summary>
    /// Calls a method, blocks until it has completed and ignores its result. Throws the exceptions that <see cref="ZeroRpcClient"/>
    /// describes.
    /// </summary>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public void Invoke(string method, params object?[]? args) => Invoke(method, default(CallOptions), args);

    /// <inheritdoc cref="Invoke(string, object?[])"/>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public void Invoke(string method, CallOptions options, params object?[]? args)
    {
        using CancellationTokenSource? bothTokens = CallArguments.TakeToken(ref args, ref options);
        Run(method, options, args).ReadNothing();
    }

    /// <summary>Calls a method that streams. Enumerating the items blocks until the next item arrives.</summary>
    /// <typeparam name="T">The type to read each item as. <c>object</c> reads any value.</typeparam>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>The items. Enumerating them throws the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    public IEnumerable<T> Stream<T>(string method, params object?[]? args) => Stream<T>(method, default(CallOptions), args);

    /// <inheritdoc cref="Stream{T}(string, object?[])"/>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public IEnumerable<T> Stream<T>(string method, CallOptions options, params object?[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        CancellationToken last = default;
        CallArguments.TakeToken(ref args, ref last);
        return ReadStream<T>(method, options, CallArguments.Of(method, args), last);
    }

    /// <summary>The synchronous form of <see cref="CallAsync"/>.</summary>
    internal ZeroRpcReply Call(string method, CallOptions options, object?[] args)
    {
        Reply reply = Run(method, options, args);
        reply.ThrowIfError();
        return new ZeroRpcReply(reply, _codec, options.CancellationToken);
    }

    private IEnumerable<T> ReadStream<T>(string method, CallOptions options, object?[] args, CancellationToken last)
    {
        object?[]? withToken = [last];
        using CancellationTokenSource? bothTokens = CallArguments.TakeToken(ref withToken, ref options);
        if (Run(method, options, args, streams: true).ReadStream() is { } stream)
        {
            foreach (T item in stream.Read<T>(_codec, options.CancellationToken))
            {
                yield return item;
            }
        }
    }

    private Reply Run(string method, in CallOptions options, object?[]? args, bool streams = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        return _observer is { IsOn: true } ? RunObserved(method, options, args, streams) : RunUnobserved(method, options, args, streams);
    }

    private Reply RunUnobserved(string method, in CallOptions options, object?[]? args, bool streams)
    {
        if (_pipeline is not null)
        {
            return _pipeline.Run(new ZeroRpcRequest(method, CallArguments.Of(method, args), options) { Blocks = true });
        }

        Link link = Wait(_links.ChooseAsync(method, options));
        return ClientCall.Run(link, SettingsOf(link, method, options, streams), CallArguments.Of(method, args), options.CancellationToken);
    }

    private static Link Wait(ValueTask<Link> choice)
    {
        return choice.IsCompletedSuccessfully ? choice.Result : choice.AsTask().GetAwaiter().GetResult();
    }
}
