namespace ZeroRpc.Server.Binding;

/// <summary>Sends the result of a method for a compiled invoker. There is one method for each kind of result.</summary>
internal static class Replies
{
    public static ValueTask Nil(IReplyWriter reply) => reply.ReplyAsync<object?>(null);

    public static ValueTask Value<T>(T value, IReplyWriter reply) => reply.ReplyAsync(value);

    public static ValueTask Stream<T>(IAsyncEnumerable<T>? items, IReplyWriter reply) =>
        items is null
            ? throw new InvalidOperationException($"{reply.Context.Method}() returned null instead of a stream.")
            : reply.StreamAsync(items, reply.Context.CancellationToken);

    /// <summary>Returns the task that a method returned.</summary>
    /// <exception cref="InvalidOperationException">The method returned null.</exception>
    public static T ReturnedTask<T>(T? task, IReplyWriter reply)
        where T : Task => task ?? throw new InvalidOperationException($"{reply.Context.Method}() returned null instead of a task.");

    public static async ValueTask NilLater(ValueTask task, IReplyWriter reply)
    {
        await task.ConfigureAwait(false);
        await Nil(reply).ConfigureAwait(false);
    }

    public static async ValueTask ValueLater<T>(ValueTask<T> task, IReplyWriter reply) =>
        await Value(await task.ConfigureAwait(false), reply).ConfigureAwait(false);

    public static async ValueTask StreamLater<TStream, T>(ValueTask<TStream> task, IReplyWriter reply)
        where TStream : IAsyncEnumerable<T> =>
        await Stream<T>(await task.ConfigureAwait(false), reply).ConfigureAwait(false);
}
