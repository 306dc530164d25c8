using ZeroRpc.Server.Binding;

namespace ZeroRpc.Server;

/// <summary>A name that nobody answers: as in Python, hooks see the calls of it, and its error.</summary>
internal sealed class UnknownMethod(string name) : ServiceMethod
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>Python's answer: the error is named NameError and its message is the name.</summary>
    public static RemoteException ErrorOf(string name) => new("NameError", name);

    /// <inheritdoc/>
    public override ValueTask InvokeAsync(ReadOnlyMemory<byte> args, IReplyWriter reply) => throw ErrorOf(name);
}
