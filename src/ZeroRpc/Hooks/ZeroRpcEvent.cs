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

    /// <summary>Creates an event, for calling a hook in a test.</summary>
    /// <param name="name">The name of the event, such as <c>OK</c>.</param>
    /// <param name="args">The args of the event.</param>
    /// <param name="headers">The header entries, without the protocol's own. Null for none.</param>
    public ZeroRpcEvent(string name, object? args, IReadOnlyDictionary<string, object?>? headers = null)
    {
        Name = name;
        _args = args;
        _headers = headers ?? HeaderEntries.None;
    }

    /// <summary>Creates an event that is about to be sent.</summary>
    internal ZeroRpcEvent(string name, ReadOnlyMemory<byte> args, IReadOnlyDictionary<string, object?>? headers, ValueCodec codec)
        : this(name, null, headers)
    {
        _rawArgs = args;
        _codec = codec;
    }

    /// <summary>Creates a received event.</summary>
    internal ZeroRpcEvent(in IncomingEvent received, ValueCodec codec)
    {
        Name = received.NameText;
        _rawHeader = received.RawHeader;
        _rawArgs = received.Args;
        _codec = codec;
        _received = true;
    }

    /// <summary>The name of the event: <c>OK</c>, <c>ERR</c> or <c>STREAM_DONE</c>.</summary>
    public string Name { get; }

    /// <summary>The header entries, without the protocol's own.</summary>
    public IReadOnlyDictionary<string, object?> Headers => _headers ??= HeaderEntries.Read(_rawHeader, _codec!);

    /// <summary>The encoded args.</summary>
    internal ReadOnlyMemory<byte> RawArgs => _rawArgs;

    /// <summary>
    /// Decodes the args: an array of one value for <c>OK</c>; an array of name, message and traceback for <c>ERR</c>; null for
    /// <c>STREAM_DONE</c>. Every call decodes them again.
    /// </summary>
    /// <returns>The args.</returns>
    /// <exception cref="ValueConversionException">The args are malformed.</exception>
    public object? ReadArgs()
    {
        if (_codec is null)
        {
            return _args;
        }

        var reader = new MessagePackReader(_rawArgs);
        return _codec.Read<object?>(ref reader);
    }

    /// <summary>Adds or replaces a header entry of an event that is about to be sent.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <param name="value">The value of the entry.</param>
    /// <exception cref="ArgumentException">The key is empty or reserved by the protocol.</exception>
    /// <exception cref="InvalidOperationException">The event was received from the remote.</exception>
    public void SetHeader(string key, object? value)
    {
        if (_received)
        {
            throw new InvalidOperationException(
                $"The event '{Name}' was received from the remote: header entries can be set only on an event that is about to be sent.");
        }

        _headers = HeaderEntries.With(_headers, key, value);
    }
}
