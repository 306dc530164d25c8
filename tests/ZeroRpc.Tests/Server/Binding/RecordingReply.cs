using ZeroRpc.Server.Binding;

namespace ZeroRpc.Tests.Server.Binding;

/// <summary>Records what a method answered, and as which static type.</summary>
internal sealed class RecordingReply : IReplyWriter
{
    public CallContext Context { get; init; } = Bound.Context();

    public object? Value { get; private set; }

    public Type? Type { get; private set; }

    public List<object?>? Streamed { get; private set; }

    public ValueTask ReplyAsync<T>(T value)
    {
        (Value, Type) = (value, typeof(T));
        return ValueTask.CompletedTask;
    }

    public async ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        (Streamed, Type) = ([], typeof(T));
        await foreach (T item in items.WithCancellation(cancellationToken))
        {
            Streamed.Add(item);
        }
    }
}
