using ZeroRpc.Server.Binding;

namespace ZeroRpc.OneWay;

/// <summary>Handles the events of an unknown method under the name in the event.</summary>
internal sealed class FallbackMethod(string name, Func<CallContext, Task> handler) : ServiceMethod
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override ValueTask InvokeAsync(ReadOnlyMemory<byte> args, IReplyWriter reply) => new(handler(reply.Context));
}
