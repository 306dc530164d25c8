using MessagePack;

namespace ZeroRpc.Server.Binding;

/// <summary>A request's args taken apart: how many there are, and their bytes one after another.</summary>
internal readonly record struct ArgumentList(int Count, ReadOnlyMemory<byte> Values)
{
    /// <summary>Opens the raw args of a request.</summary>
    /// <exception cref="RemoteException">A <c>TypeError</c>: they are no array; Python answers so too.</exception>
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
