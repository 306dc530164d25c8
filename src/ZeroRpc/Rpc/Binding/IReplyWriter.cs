namespace ZeroRpc.Rpc.Binding;

/// <summary>
/// Where a method's invocation puts its outcome: one value or a stream. Failures are thrown, and answered by whoever invoked.
/// </summary>
internal interface IReplyWriter
{
    /// <summary>Answers with one value.</summary>
    ValueTask ReplyAsync<T>(T value);

    /// <summary>Answers with the items of a stream, each as soon as it is there and the caller has room.</summary>
    ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken);
}
