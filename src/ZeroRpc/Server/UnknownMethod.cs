using ZeroRpc.Server.Binding;

namespace ZeroRpc.Server;

/// <summary>Stands for a method that does not exist. As in Python, hooks run for calls of it and receive its error.</summary>
internal sealed class UnknownMethod(string name) : ServiceMethod
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>Creates the error with which Python replies: the name is NameError and the message is the name of the method.</summary>
    public static RemoteException ErrorOf(string name) => new("NameError", name);

    /// <inheritdoc/>
    public override ValueTask InvokeAsync(ReadOnlyMemory<byte> args, IReplyWriter reply) => throw ErrorOf(name);
}
