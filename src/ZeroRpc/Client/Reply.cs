using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

namespace ZeroRpc.Client;

/// <summary>A call's first reply, still encoded: its user reads it, on its own thread.</summary>
internal readonly struct Reply(EventKind kind, ReadOnlyMemory<byte> args, int? version, ReplyStream? stream, CallSettings call)
{
    /// <summary>Whether it is a stream's first item or its end.</summary>
    public bool IsStream => kind is EventKind.Stream or EventKind.StreamDone;

    /// <summary>The stream's items; null when it had none, or is no stream.</summary>
    public ReplyStream? Stream => stream;

    /// <summary>The endpoint called.</summary>
    public string Endpoint => call.Endpoint;

    /// <summary>Who follows the call's replies; null for nobody.</summary>
    public ReplyWatch? Watch => stream is null ? call.Watch : stream.Watch;

    /// <summary>The one value.</summary>
    /// <exception cref="RemoteException">The reply is an error.</exception>
    /// <exception cref="ProtocolException">The reply is a stream, or malformed.</exception>
    /// <exception cref="ValueConversionException">The value is no <typeparamref name="T"/>.</exception>
    public T Read<T>(ValueCodec codec)
    {
        ThrowIfError();
        ThrowIfStream();
        var reader = new MessagePackReader(args);
        if (reader.NextMessagePackType != MessagePackType.Array || reader.ReadArrayHeader() == 0)
        {
            throw CallErrors.Malformed(call, "OK carries an array of one value");
        }

        return ReadValue<T>(ref reader, codec, call);
    }

    /// <summary>Makes sure that the call went well, whatever its value.</summary>
    /// <exception cref="RemoteException">The reply is an error.</exception>
    /// <exception cref="ProtocolException">The reply is a stream.</exception>
    public void ReadNothing()
    {
        ThrowIfError();
        ThrowIfStream();
    }

    /// <summary>The stream's items; null when there are none.</summary>
    /// <exception cref="RemoteException">The reply is an error.</exception>
    /// <exception cref="ProtocolException">The reply is one value.</exception>
    public ReplyStream? ReadStream()
    {
        ThrowIfError();
        return IsStream ? stream : throw CallErrors.WrongPattern(call, gotStream: false);
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

    /// <summary>Throws the error that the reply is, if it is one.</summary>
    public void ThrowIfError()
    {
        if (kind == EventKind.Error)
        {
            throw ErrorReader.Read(args, version, call);
        }
    }

    /// <summary>Reads a value, and says for which call when that fails.</summary>
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
