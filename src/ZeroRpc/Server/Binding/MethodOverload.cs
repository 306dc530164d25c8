using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding.Overloads;

namespace ZeroRpc.Server.Binding;

/// <summary>One .NET method behind a name on the wire.</summary>
internal sealed class MethodOverload
{
    private readonly ValueCodec _codec;
    private TypeFit[]? _fits;
    private Invoker? _invoker;

    public MethodOverload(string name, MethodSource source, ValueCodec codec)
    {
        Name = name;
        Source = source;
        _codec = codec;
        Parameters = WireParameter.FromParameters(source.Parameters);
        HasRest = Parameters.Any(parameter => parameter.IsRest);
        MinCount = Array.FindLastIndex(Parameters, parameter => !parameter.IsOptional && !parameter.IsRest) + 1;
        MaxCount = HasRest ? int.MaxValue : Parameters.Length;
    }

    /// <summary>The name on the wire.</summary>
    public string Name { get; }

    /// <summary>The .NET method.</summary>
    public MethodSource Source { get; }

    /// <summary>The parameters that are filled with received arguments, in order.</summary>
    public WireParameter[] Parameters { get; }

    /// <summary>Whether the last parameter receives all remaining arguments.</summary>
    public bool HasRest { get; }

    /// <summary>The smallest number of arguments that the method accepts.</summary>
    public int MinCount { get; }

    /// <summary>The largest number of arguments that the method accepts.</summary>
    public int MaxCount { get; }

    /// <summary>Returns true if the method accepts this number of arguments.</summary>
    public bool Accepts(int count) => count >= MinCount && count <= MaxCount;

    /// <summary>Returns the parameter that receives the argument at <c>index</c>.</summary>
    public WireParameter GetParameter(int index) => Parameters[Math.Min(index, Parameters.Length - 1)];

    /// <summary>
    /// Returns the rating of values for the parameter that receives the argument at <c>index</c>, for overload resolution.
    /// </summary>
    public TypeFit GetFit(int index)
    {
        _fits ??= [.. Parameters.Select(parameter => TypeFit.Create(parameter.Type, _codec))];
        return _fits[Math.Min(index, _fits.Length - 1)];
    }

    /// <summary>Returns true if no arguments can match one overload better than the other.</summary>
    public bool IsSame(MethodOverload other) =>
        Parameters.Length == other.Parameters.Length && HasRest == other.HasRest &&
        Enumerable.Range(0, Parameters.Length).All(index => GetFit(index).IsSame(other.GetFit(index)));

    /// <summary>Reads the arguments, runs the method and sends its result. The first call compiles the invoker.</summary>
    public ValueTask InvokeAsync(ArgumentList arguments, IReplyWriter reply)
    {
        _invoker ??= InvokerCompiler.Compile(Source);
        var reader = new ArgumentReader(this, _codec, arguments);
        return _invoker(ref reader, reply);
    }
}
