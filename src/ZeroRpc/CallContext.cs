using MessagePack;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>What a handler may know of the call it answers, when it declares a parameter of this type; the wire never fills that parameter.</summary>
public sealed class CallContext
{
    private static readonly IReadOnlyDictionary<string, object?> NoHeaders = new Dictionary<string, object?>();

    private readonly Lock _gate = new();
    private readonly ReadOnlyMemory<byte> _rawHeader;
    private readonly PeerRoute? _route;
    private readonly ValueCodec? _codec;
    private readonly CancellationToken? _given;
    private IReadOnlyDictionary<string, object?>? _headers;
    private string? _peer;
    private CancellationTokenSource? _source;
    private Task? _cancelling;
    private bool _cancelled;

    /// <summary>Makes the context of one call, which is useful for calling a handler in a test.</summary>
    public CallContext(string method, IReadOnlyDictionary<string, object?> headers, string peer, CancellationToken cancellationToken)
    {
        Method = method;
        _headers = headers;
        _peer = peer;
        _given = cancellationToken;
    }

    /// <summary>Makes the context of a call that came; what nobody asks for is never made.</summary>
    internal CallContext(string method, ReadOnlyMemory<byte> rawHeader, PeerRoute route, ValueCodec codec)
    {
        Method = method;
        _rawHeader = rawHeader;
        _route = route;
        _codec = codec;
    }

    /// <summary>The name under which the method was called, with its service's prefix.</summary>
    public string Method { get; }

    /// <summary>What the request's header carried beside the protocol's own entries; empty when nothing.</summary>
    public IReadOnlyDictionary<string, object?> Headers => _headers ??= ReadHeaders();

    /// <summary>The peer's identity on its socket, in hexadecimal: the same for all calls over one connection.</summary>
    public string Peer => _peer ??= _route!.ToString();

    /// <summary>
    /// By when the caller wants its first reply, by this machine's clock; null when it did not say, as Python and Node never do. Nothing
    /// stops the handler then: the caller's leaving does, which fires <see cref="CancellationToken"/>.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>
    /// What is left until <see cref="Deadline"/>, never less than a millisecond; null when there is none. For calls that the handler makes:
    /// they do not inherit it by themselves.
    /// </summary>
    public TimeSpan? TimeLeft => Deadline is { } deadline
        ? TimeSpan.FromMilliseconds(Math.Max((deadline - (Clock?.UtcNow ?? DateTimeOffset.UtcNow)).TotalMilliseconds, 1))
        : null;

    /// <summary>Fires when the caller is lost or has left, or when the server stops waiting for running calls.</summary>
    public CancellationToken CancellationToken
    {
        get
        {
            if (_given is { } given)
            {
                return given;
            }

            lock (_gate)
            {
                _source ??= new CancellationTokenSource();
                if (_cancelled)
                {
                    _source.Cancel();
                }

                return _source.Token;
            }
        }
    }

    /// <summary>The clock of <see cref="Deadline"/>; null for the system's.</summary>
    internal DeadlineClock? Clock { get; init; }

    /// <summary>Fires the token; what hangs on it runs on the thread pool.</summary>
    /// <returns>A task that completes when all of that has run.</returns>
    internal Task CancelAsync()
    {
        lock (_gate)
        {
            _cancelled = true;
            return _cancelling ??= _source?.CancelAsync() ?? Task.CompletedTask;
        }
    }

    private IReadOnlyDictionary<string, object?> ReadHeaders()
    {
        var reader = new MessagePackReader(_rawHeader);
        if (reader.NextMessagePackType != MessagePackType.Map ||
            _codec!.Read<object?>(ref reader) is not Dictionary<string, object?> entries)
        {
            return NoHeaders;
        }

        entries.Remove("message_id");
        entries.Remove("v");
        entries.Remove("response_to");
        entries.Remove(AddedNames.Cancel);
        entries.Remove(AddedNames.Timeout);
        entries.Remove(AddedNames.Deadline);
        return entries;
    }
}
