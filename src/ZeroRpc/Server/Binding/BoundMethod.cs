using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding.Overloads;

namespace ZeroRpc.Server.Binding;

/// <summary>A name that .NET code answers: one method, or the overloads of one service.</summary>
internal sealed class BoundMethod : ServiceMethod
{
    private readonly ServiceActivator? _activator;

    /// <summary>Binds methods to a name; with an activator, of an object that each call is given.</summary>
    public BoundMethod(string name, IEnumerable<MethodSource> sources, ValueCodec codec, string? doc = null, ServiceActivator? activator = null)
    {
        _activator = activator;
        Name = name;
        Doc = doc;
        Overloads = [.. sources.Select(source => new MethodOverload(name, source, codec))];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The documentation given where the method was added; null for the method's own.</summary>
    public string? Doc { get; }

    /// <summary>The methods behind the name, in the order of their declaration.</summary>
    public MethodOverload[] Overloads { get; }

    /// <inheritdoc/>
    public override ValueTask InvokeAsync(ReadOnlyMemory<byte> args, IReplyWriter reply)
    {
        ArgumentList arguments = ArgumentList.Open(Name, args);
        MethodOverload overload = OverloadChoice.Choose(Overloads, arguments);
        return _activator is null
            ? overload.InvokeAsync(arguments, reply)
            : InvokeActivatedAsync(_activator(reply.Context), overload, arguments, reply);
    }

    /// <summary>The arguments are read before the first await, and so before this returns.</summary>
    private static async ValueTask InvokeActivatedAsync(
        ServiceLease lease, MethodOverload overload, ArgumentList arguments, IReplyWriter reply)
    {
        try
        {
            reply.Context.Service = lease.Service;
            await overload.InvokeAsync(arguments, reply).ConfigureAwait(false);
        }
        finally
        {
            if (lease.Owner is { } owner)
            {
                await owner.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
