using ZeroRpc.Client;
using ZeroRpc.Client.Links;

namespace ZeroRpc;

/// <content>The synchronous twins, for callers that cannot await. They take no pool thread and ignore synchronization contexts.</content>
public sealed partial class ZeroRpcClient
{
    /// <summary>Calls a method and blocks until its one value is there.</summary>
    /// <typeparam name="T">What the value is read as; <c>object</c> for whatever it is.</typeparam>
    /// <param name="method">The method's name.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>The value. How it fails: see <see cref="ZeroRpcClient"/>.</returns>
    public T Invoke<T>(string method, params object?[]? args) => Invoke<T>(method, default(CallOptions), args);

    /// <inheritdoc cref="Invoke{T}(string, object?[])"/>
    /// <param name="method">The method's name.</param>
    /// <param name="options">What this call wants otherwise than the client's options.</param>
    /// <param name="args">Its arguments.</param>
    public T Invoke<T>(string method, CallOptions options, params object?[]? args)
    {
        using CancellationTokenSource? bothTokens = CallArguments.TakeToken(ref args, ref options);
        return Run(method, options, args).Read<T>(_codec);
    }

    /// <summary>Calls a method and blocks until it is done; its value is ignored.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="args">Its arguments. How it fails: see <see cref="ZeroRpcClient"/>.</param>
    public void Invoke(string method, params object?[]? args) => Invoke(method, default(CallOptions), args);

    /// <inheritdoc cref="Invoke(string, object?[])"/>
    /// <param name="method">The method's name.</param>
    /// <param name="options">What this call wants otherwise than the client's options.</param>
    /// <param name="args">Its arguments.</param>
    public void Invoke(string method, CallOptions options, params object?[]? args)
    {
        using CancellationTokenSource? bothTokens = CallArguments.TakeToken(ref args, ref options);
        Run(method, options, args).ReadNothing();
    }

    /// <summary>Calls a method that streams, and reads its items as they come, blocking between them.</summary>
    /// <typeparam name="T">What each item is read as; <c>object</c> for whatever it is.</typeparam>
    /// <param name="method">The method's name.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>The items. How it fails: see <see cref="ZeroRpcClient"/>.</returns>
    public IEnumerable<T> Stream<T>(string method, params object?[]? args) => Stream<T>(method, default(CallOptions), args);

    /// <inheritdoc cref="Stream{T}(string, object?[])"/>
    /// <param name="method">The method's name.</param>
    /// <param name="options">What this call wants otherwise than the client's options.</param>
    /// <param name="args">Its arguments.</param>
    public IEnumerable<T> Stream<T>(string method, CallOptions options, params object?[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        CancellationToken last = default;
        CallArguments.TakeToken(ref args, ref last);
        return ReadStream<T>(method, options, CallArguments.Of(method, args), last);
    }

    /// <summary>The twin of <see cref="CallAsync"/>.</summary>
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
