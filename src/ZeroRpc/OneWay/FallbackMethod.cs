using ZeroRpc.Server.Binding;

namespace ZeroRpc.OneWay;

/// <summary>Takes an event that no method answers to, under the name that it came with.</summary>
internal sealed class FallbackMethod(string name, Func<CallContext, Task> handler) : ServiceMethod
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override ValueTask InvokeAsync(ReadOnlyMemory<byte> args, IReplyWriter reply) => new(handler(reply.Context));
}
