using ZeroRpc.Events.Values;
using ZeroRpc.Rpc.Binding.Overloads;

namespace ZeroRpc.Rpc.Binding;

/// <summary>A name that .NET code answers: one method, or the overloads of one service.</summary>
internal sealed class BoundMethod : ServiceMethod
{
    public BoundMethod(string name, IEnumerable<MethodSource> sources, ValueCodec codec, string? doc = null)
    {
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
        return OverloadChoice.Choose(Overloads, arguments).InvokeAsync(arguments, reply);
    }
}
