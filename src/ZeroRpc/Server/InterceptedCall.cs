using MessagePack;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Hooks;

namespace ZeroRpc.Server;

/// <summary>
/// A call with hooks or interceptors around its handler. The event that ends the reply is held back until they have completed, so that they
/// can still fail the call (docs/middleware.md).
/// </summary>
internal sealed class InterceptedCall(ServerCallOptions options, ServerPipeline pipeline) : ServerCall(options)
{
    private readonly HookRunner? _hooks = pipeline.Hooks;
    private IReadOnlyDictionary<string, object?>? _replyHeaders;
    private ZeroRpcEvent? _end;
    private bool _ran;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, object?>? ReplyHeaders => _replyHeaders;

    /// <inheritdoc/>
    public override ValueTask ReplyAsync<T>(T value)
    {
        _replyHeaders = _hooks?.GetTaskContext(Method.Name);
        Hold("OK", EncodeArgs(value));
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        _replyHeaders = _hooks?.GetTaskContext(Method.Name);
        return base.StreamAsync(items, cancellationToken);
    }

    /// <inheritdoc/>
    protected override ValueTask EndStreamAsync(CancellationToken cancellationToken)
    {
        Hold("STREAM_DONE", new byte[] { MessagePackCode.Nil });
        return default;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// All steps run in one async method, so that the values that a hook sets in an <see cref="AsyncLocal{T}"/> last exactly as long as
    /// the call.
    /// </remarks>
    protected override async ValueTask InvokeAsync()
    {
        try
        {
            _hooks?.LoadTaskContext(Context);
            if (Method is not UnknownMethod)
            {
                _hooks?.ServerBeforeExecute(Context);
                await pipeline.RunAsync(Context, RunMethodAsync).ConfigureAwait(false);
            }
            else
            {
                await RunMethodAsync().ConfigureAwait(false);
            }

            await EndAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (!Channel.IsEnded)
        {
            await FailAsync(e).ConfigureAwait(false);
        }
    }

    private ValueTask RunMethodAsync()
    {
        if (_ran)
        {
            throw new InvalidOperationException(
                $"An interceptor of '{Method.Name}' ran the handler a second time: a server interceptor can call next only once.");
        }

        _ran = true;
        return base.InvokeAsync();
    }

    private ValueTask EndAsync()
    {
        if (_end is null)
        {
            // If the channel has ended, a stream has no reader and needs no end.
            return Channel.IsEnded ? default : throw new InvalidOperationException(
                $"An interceptor of '{Method.Name}' neither ran the handler nor threw an exception: await next, or throw.");
        }

        _hooks?.ServerAfterExecute(Context, _end);
        return SendAsync(_end);
    }

    private async ValueTask SendAsync(ZeroRpcEvent end)
    {
        await Channel.ReserveAsync(Context.CancellationToken).ConfigureAwait(false);
        Send(end);
    }

    private async ValueTask FailAsync(Exception error)
    {
        IReadOnlyDictionary<string, object?>? headers = null;
        if (_hooks is not null)
        {
            ZeroRpcEvent? reply = null;
            _hooks.RunOptional(() => headers = _hooks.GetTaskContext(Method.Name));
            _hooks.RunOptional(() => reply = Options.Errors.ToEvent(Version, Method.Name, error, headers));
            _hooks.ServerInspectException(Context, reply, headers, error);
            headers = reply?.Headers;
        }

        if (Method is UnknownMethod)
        {
            Observed?.Fail(error);
            // The dispatcher has already logged the unknown method.
            await Options.Errors.SendAsync(Channel, Version, error, headers).ConfigureAwait(false);
        }
        else
        {
            await Options.Errors.SendFailureAsync(Channel, Version, Method.Name, error, Observed, headers).ConfigureAwait(false);
        }
    }

    private void Hold(string name, ReadOnlyMemory<byte> args) => _end = new ZeroRpcEvent(name, args, _replyHeaders, Options.Codec);

    private ReadOnlyMemory<byte> EncodeArgs<T>(T value)
    {
        EventBuffer buffer = EventBuffer.Rent();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(1);
        Options.Codec.Write(ref writer, value);
        writer.Flush();
        return buffer.Detach();
    }

    private void Send(ZeroRpcEvent end)
    {
        try
        {
            EventBuffer buffer = Channel.BeginEvent(end.Name == "OK" ? EventNames.Ok : EventNames.StreamDone, end.Headers);
            buffer.Append(end.RawArgs.Span);
            Channel.SendLast(buffer);
        }
        catch
        {
            Channel.PutBack(); // The error uses the reserved room.
            throw;
        }
    }
}
