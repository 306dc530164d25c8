using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

namespace ZeroRpc.Client;

/// <summary>The first reply of a call. It remains encoded until the caller reads it on its own thread.</summary>
internal readonly struct Reply(EventKind kind, ReadOnlyMemory<byte> args, int? version, ReplyStream? stream, CallSettings call)
{
    /// <summary>Whether the reply is the first item of a stream or its end.</summary>
    public bool IsStream => kind is EventKind.Stream or EventKind.StreamDone;

    /// <summary>The stream. Null if it is empty or the reply is not a stream.</summary>
    public ReplyStream? Stream => stream;

    /// <summary>The endpoint of the server.</summary>
    public string Endpoint => call.Endpoint;

    /// <summary>Tracks the replies of the call for hooks, interceptors and observers. Null if there are none.</summary>
    public ReplyWatch? Watch => stream is null ? call.Watch : stream.Watch;

    /// <summary>Reads the result.</summary>
    /// <exception cref="RemoteException">The reply is an error.</exception>
    /// <exception cref="ProtocolException">The reply is a stream, or malformed.</exception>
    /// <exception cref="ValueConversionException">The result cannot be read as <typeparamref name="T"/>.</exception>
    public T Read<T>(ValueCodec codec)
    {
        ThrowIfError();
        ThrowIfStream();
        var reader = new MessagePackReader(args);
        if (reader.NextMessagePackType != MessagePackType.Array || reader.ReadArrayHeader() == 0)
        {
            throw CallErrors.Malformed(call, "the args of OK must be an array of one value");
        }

        return ReadValue<T>(ref reader, codec, call);
    }

    /// <summary>Checks that the call succeeded, and ignores the result.</summary>
    /// <exception cref="RemoteException">The reply is an error.</exception>
    /// <exception cref="ProtocolException">The reply is a stream.</exception>
    public void ReadNothing()
    {
        ThrowIfError();
        ThrowIfStream();
    }

    /// <summary>
    /// Returns the stream, or null if it is empty. A single nil is an empty stream: Node has no other (docs/protocol.md, section 6).
    /// </summary>
    /// <exception cref="RemoteException">The reply is an error.</exception>
    /// <exception cref="ProtocolException">The reply is a single value.</exception>
    public ReplyStream? ReadStream()
    {
        ThrowIfError();
        return IsStream || args.Span is [MessagePackCode.MinFixArray + 1, MessagePackCode.Nil]
            ? stream
            : throw CallErrors.WrongPattern(call, gotStream: false);
    }

    private void ThrowIfStream()
    {
        if (IsStream)
        {
            stream?.Abandon();
            Exception error = CallErrors.WrongPattern(call, gotStream: true);
            Watch?.End(error);
            throw error;
        }
    }

    /// <summary>Throws the exception if the reply is an error.</summary>
    public void ThrowIfError()
    {
        if (kind == EventKind.Error)
        {
            throw ErrorReader.Read(args, version, call);
        }
    }

    /// <summary>Decodes a value. An exception also states the call.</summary>
    public static T ReadValue<T>(ref MessagePackReader reader, ValueCodec codec, CallSettings call)
    {
        try
        {
            return codec.Read<T>(ref reader);
        }
        catch (ValueConversionException e)
        {
            throw CallErrors.NotConvertible(call, e);
        }
    }
}
