namespace ZeroRpc.Server.Binding;

/// <summary>
/// The call as its method's invocation sees it: what the handler may know, and where its outcome goes, one value or a stream. Failures are
/// thrown, and answered by whoever invoked.
/// </summary>
internal interface IReplyWriter
{
    /// <summary>What the handler may know of the call; made when it is first asked for.</summary>
    CallContext Context { get; }

    /// <summary>Answers with one value.</summary>
    ValueTask ReplyAsync<T>(T value);

    /// <summary>Answers with the items of a stream, each as soon as it is there and the caller has room.</summary>
    ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken);
}
