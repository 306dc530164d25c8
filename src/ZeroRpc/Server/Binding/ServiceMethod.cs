using ZeroRpc.Threading;

namespace ZeroRpc.Server.Binding;

/// <summary>One name that a server exposes: a method, or the overloads of a method.</summary>
internal abstract class ServiceMethod
{
    /// <summary>The name on the wire.</summary>
    public abstract string Name { get; }

    /// <summary>The measured durations of the handlers, which decide whether they may run inline on the receiving thread.</summary>
    public InlineBudget InlineBudget { get; } = new();

    /// <summary>Reads the arguments, runs the method and sends its result to <c>reply</c>.</summary>
    /// <param name="args">
    /// The encoded args of the request: one whole msgpack value, by convention an array. They are read before this method returns, not
    /// later.
    /// </param>
    /// <param name="reply">The call, which sends the result.</param>
    /// <exception cref="RemoteException">
    /// The arguments do not match. The error is a <c>TypeError</c> that states the parameter, the received value and the expected type.
    /// </exception>
    public abstract ValueTask InvokeAsync(ReadOnlyMemory<byte> args, IReplyWriter reply);
}
