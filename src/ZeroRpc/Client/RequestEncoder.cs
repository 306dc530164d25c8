using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Client;

/// <summary>Encodes the request of a call: the name of the method and the arguments.</summary>
internal static class RequestEncoder
{
    /// <summary>Encodes a request. If allowed, a large request is encoded into a pooled array.</summary>
    /// <exception cref="ValueConversionException">An argument cannot be encoded. The message states which argument.</exception>
    public static EventBuffer Encode(
        in MessageId id, CallSettings settings, in AddedEntries added, object?[] args, ValueCodec codec, bool mayPool = false)
    {
        EventBuffer buffer = EventWriter.BeginRequest(id, settings.Method, settings.Headers, codec, added);
        buffer.MayPool = mayPool;
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(args.Length);
        for (int i = 0; i < args.Length; i++)
        {
            try
            {
                codec.Write(ref writer, args[i]);
            }
            catch (ValueConversionException e)
            {
                throw new ValueConversionException($"argument {i + 1} of '{settings.Method}': {e.Message}", e)
                {
                    Method = settings.Method,
                    Endpoint = settings.Endpoint,
                };
            }
        }

        writer.Flush();
        return buffer;
    }
}
