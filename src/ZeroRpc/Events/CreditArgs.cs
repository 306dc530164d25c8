using MessagePack;

namespace ZeroRpc.Events;

/// <summary>Reads the args of <c>_zpc_more</c>: an array of one integer, or, as some peers have it, the bare integer.</summary>
internal static class CreditArgs
{
    /// <summary>Reads the count; false when there is none.</summary>
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
