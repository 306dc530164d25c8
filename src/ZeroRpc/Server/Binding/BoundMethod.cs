using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding.Overloads;

namespace ZeroRpc.Server.Binding;

/// <summary>A service method that runs .NET code: a single method, or the overloads of one service.</summary>
internal sealed class BoundMethod : ServiceMethod
{
    private readonly ServiceActivator? _activator;

    /// <summary>Binds .NET methods to a name on the wire.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <param name="sources">The .NET methods.</param>
    /// <param name="codec">Decodes the arguments.</param>
    /// <param name="doc">The documentation for introspection; null to use that of the methods.</param>
    /// <param name="activator">Creates the service instance for each call; null if the methods have a fixed target.</param>
    public BoundMethod(string name, IEnumerable<MethodSource> sources, ValueCodec codec, string? doc = null, ServiceActivator? activator = null)
    {
        _activator = activator;
        Name = name;
        Doc = doc;
        Overloads = [.. sources.Select(source => new MethodOverload(name, source, codec))];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The documentation that was passed when the method was added. Null to use that of the .NET method.</summary>
    public string? Doc { get; }

    /// <summary>The .NET methods behind the name, in the order of their declaration.</summary>
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

    /// <summary>
    /// Reads the arguments synchronously, before the first await. The memory of the args need not stay valid after this method has
    /// returned.
    /// </summary>
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
