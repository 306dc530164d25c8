using MessagePack;

namespace ZeroRpc.Server.Binding;

/// <summary>The args of a request: the number of arguments, and their encoded values one after another.</summary>
internal readonly record struct ArgumentList(int Count, ReadOnlyMemory<byte> Values)
{
    /// <summary>Reads the array header of a request's args.</summary>
    /// <exception cref="RemoteException">The args are not an array. The error is a <c>TypeError</c>, as in Python.</exception>
    public static ArgumentList Open(string method, ReadOnlyMemory<byte> args)
    {
        var reader = new MessagePackReader(args);
        if (reader.NextMessagePackType != MessagePackType.Array)
        {
            throw ArgumentFaults.NoArray(method, ref reader);
        }

        int count = reader.ReadArrayHeader();
        return new ArgumentList(count, args[(int)reader.Consumed..]);
    }
}
