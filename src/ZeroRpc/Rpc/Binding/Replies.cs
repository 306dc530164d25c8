namespace ZeroRpc.Rpc.Binding;

/// <summary>What a compiled invoker does with what its method returned: one method for each way a result can come.</summary>
internal static class Replies
{
    public static ValueTask Nil(IReplyWriter reply, CallContext context) => reply.ReplyAsync<object?>(null);

    public static ValueTask Value<T>(T value, IReplyWriter reply, CallContext context) => reply.ReplyAsync(value);

    public static ValueTask Stream<T>(IAsyncEnumerable<T>? items, IReplyWriter reply, CallContext context) =>
        items is null
            ? throw new InvalidOperationException($"{context.Method}() returned null where it promises a stream.")
            : reply.StreamAsync(items, context.CancellationToken);

    public static async ValueTask NilLater(ValueTask task, IReplyWriter reply, CallContext context)
    {
        await task.ConfigureAwait(false);
        await Nil(reply, context).ConfigureAwait(false);
    }

    public static async ValueTask ValueLater<T>(ValueTask<T> task, IReplyWriter reply, CallContext context) =>
        await Value(await task.ConfigureAwait(false), reply, context).ConfigureAwait(false);

    public static async ValueTask StreamLater<TStream, T>(ValueTask<TStream> task, IReplyWriter reply, CallContext context)
        where TStream : IAsyncEnumerable<T> =>
        await Stream<T>(await task.ConfigureAwait(false), reply, context).ConfigureAwait(false);
}
