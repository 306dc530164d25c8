namespace ZeroRpc.Server.Binding;

/// <summary>
/// The call, as a compiled invoker sees it. Provides the context for the handler and sends the result: one value or a stream. The invoker
/// lets exceptions propagate; its caller sends the error.
/// </summary>
internal interface IReplyWriter
{
    /// <summary>The context that the handler can access. Created on first use.</summary>
    CallContext Context { get; }

    /// <summary>Sends the result of a call.</summary>
    ValueTask ReplyAsync<T>(T value);

    /// <summary>Sends the items of a stream. Each item is sent as soon as it is available and the caller has granted room for it.</summary>
    ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken);
}
