using MessagePack;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Server.Binding;

/// <summary>
/// Reads the arguments of a call one after another for a compiled invoker. It is an ordinary struct because expression trees cannot hold a
/// ref struct.
/// </summary>
internal struct ArgumentReader
{
    private readonly MethodOverload _overload;
    private readonly ValueCodec _codec;
    private readonly int _count;
    private ReadOnlyMemory<byte> _bytes;
    private int _next;

    public ArgumentReader(MethodOverload overload, ValueCodec codec, ArgumentList arguments)
    {
        _overload = overload;
        _codec = codec;
        _count = arguments.Count;
        _bytes = arguments.Values;
    }

    /// <summary>Whether the caller sent a further argument.</summary>
    public readonly bool HasMore => _next < _count;

    /// <summary>Reads the next argument.</summary>
    /// <exception cref="RemoteException">The argument cannot be converted. The error is a <c>TypeError</c>.</exception>
    public T Read<T>()
    {
        var reader = new MessagePackReader(_bytes);
        try
        {
            T value = _codec.Read<T>(ref reader);
            _bytes = _bytes[(int)reader.Consumed..];
            _next++;
            return value;
        }
        catch (ValueConversionException failure)
        {
            throw ArgumentFaults.Conversion(_overload, _next, failure);
        }
    }

    /// <summary>Reads all remaining arguments into an array.</summary>
    public T[] ReadRest<T>()
    {
        int left = Math.Max(_count - _next, 0);
        T[] items = left == 0 ? [] : new T[left];
        for (int index = 0; index < items.Length; index++)
        {
            items[index] = Read<T>();
        }

        return items;
    }

    /// <summary>Reads all remaining arguments into a collection.</summary>
    public TCollection ReadRestInto<TCollection, T>()
        where TCollection : ICollection<T>, new()
    {
        TCollection items = new();
        while (HasMore)
        {
            items.Add(Read<T>());
        }

        return items;
    }
}
