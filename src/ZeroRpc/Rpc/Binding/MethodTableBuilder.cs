using System.Text.Json;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Rpc.Binding;

/// <summary>Collects services and builds the <see cref="MethodTable"/> of them.</summary>
internal sealed class MethodTableBuilder
{
    public MethodTableBuilder(JsonNamingPolicy? naming, ValueCodec codec) => throw new NotSupportedException();

    /// <summary>Exposes an object's public instance methods.</summary>
    public void AddService(object service, string prefix) => throw new NotSupportedException();

    /// <summary>Exposes a type's public static methods.</summary>
    public void AddStatic(Type type, string prefix) => throw new NotSupportedException();

    /// <summary>Exposes one delegate.</summary>
    public void AddMethod(string name, Delegate handler, string? doc) => throw new NotSupportedException();

    /// <summary>Builds the table, with the built-ins.</summary>
    public MethodTable Build(string? serverName) => throw new NotSupportedException();
}
