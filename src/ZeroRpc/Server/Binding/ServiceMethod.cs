using ZeroRpc.Threading;

namespace ZeroRpc.Server.Binding;

/// <summary>One name that a server answers: a method, or several overloads of one.</summary>
internal abstract class ServiceMethod
{
    /// <summary>The name on the wire.</summary>
    public abstract string Name { get; }

    /// <summary>How long its handlers take.</summary>
    public InlineBudget InlineBudget { get; } = new();

    /// <summary>Reads the arguments, runs the method and gives its outcome to <paramref name="reply"/>.</summary>
    /// <param name="args">
    /// The request's raw args: one whole msgpack value, an array by convention. They are read before this returns, not later.
    /// </param>
    /// <param name="reply">The call, and where its outcome goes.</param>
    /// <exception cref="RemoteException">
    /// The arguments do not fit: named <c>TypeError</c>, with the parameter, what came and what was expected.
    /// </exception>
    public abstract ValueTask InvokeAsync(ReadOnlyMemory<byte> args, IReplyWriter reply);
}
