using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;

namespace ZeroRpc;

/// <summary>A reply as hooks see it: <c>[header, name, args]</c>. Not thread-safe.</summary>
public sealed class ZeroRpcEvent
{
    private readonly ReadOnlyMemory<byte> _rawHeader;
    private readonly ReadOnlyMemory<byte> _rawArgs;
    private readonly ValueCodec? _codec;
    private readonly object? _args;
    private readonly bool _received;
    private IReadOnlyDictionary<string, object?>? _headers;

    /// <summary>Makes an event, which is useful for calling a hook in a test.</summary>
    /// <param name="name">Its name, such as <c>OK</c>.</param>
    /// <param name="args">Its args.</param>
    /// <param name="headers">Its header entries beside the protocol's own; null for none.</param>
    public ZeroRpcEvent(string name, object? args, IReadOnlyDictionary<string, object?>? headers = null)
    {
        Name = name;
        _args = args;
        _headers = headers ?? HeaderEntries.None;
    }

    /// <summary>Makes an event that is about to be sent.</summary>
    internal ZeroRpcEvent(string name, ReadOnlyMemory<byte> args, IReadOnlyDictionary<string, object?>? headers, ValueCodec codec)
        : this(name, null, headers)
    {
        _rawArgs = args;
        _codec = codec;
    }

    /// <summary>Makes an event that came.</summary>
    internal ZeroRpcEvent(in IncomingEvent received, ValueCodec codec)
    {
        Name = received.NameText;
        _rawHeader = received.RawHeader;
        _rawArgs = received.Args;
        _codec = codec;
        _received = true;
    }

    /// <summary>Its name: <c>OK</c>, <c>ERR</c> or <c>STREAM_DONE</c>.</summary>
    public string Name { get; }

    /// <summary>Its header entries beside the protocol's own.</summary>
    public IReadOnlyDictionary<string, object?> Headers => _headers ??= HeaderEntries.Read(_rawHeader, _codec!);

    /// <summary>The args as they are on the wire.</summary>
    internal ReadOnlyMemory<byte> RawArgs => _rawArgs;

    /// <summary>
    /// Reads the args as whatever they are: an array of one value for <c>OK</c>, of name, message and traceback for <c>ERR</c>, null for
    /// <c>STREAM_DONE</c>. They are decoded anew each time.
    /// </summary>
    /// <returns>The args.</returns>
    /// <exception cref="ValueConversionException">They are malformed.</exception>
    public object? ReadArgs()
    {
        if (_codec is null)
        {
            return _args;
        }

        var reader = new MessagePackReader(_rawArgs);
        return _codec.Read<object?>(ref reader);
    }

    /// <summary>Adds an entry to the header of an event that is about to be sent, or changes one.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The key is the protocol's own.</exception>
    /// <exception cref="InvalidOperationException">The event is not about to be sent: it came.</exception>
    public void SetHeader(string key, object? value)
    {
        if (_received)
        {
            throw new InvalidOperationException($"The event '{Name}' came from the remote: only what is about to be sent can be added to.");
        }

        _headers = HeaderEntries.With(_headers, key, value);
    }
}
