using MessagePack;

namespace ZeroRpc.Events;

/// <summary>Reads the args of <c>_zpc_more</c>. They are an array of one integer or, from some peers, a bare integer.</summary>
internal static class CreditArgs
{
    /// <summary>Reads the number of credits. Returns false if the args contain no integer.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> args, out long count)
    {
        count = 0;
        var reader = new MessagePackReader(args);
        if (reader.NextMessagePackType == MessagePackType.Array && reader.ReadArrayHeader() == 0)
        {
            return false;
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64:
                count = (long)Math.Min(reader.ReadUInt64(), long.MaxValue);
                return true;
            case MessagePackType.Integer:
                count = reader.ReadInt64();
                return true;
            default:
                return false;
        }
    }
}
