using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>What a handler may know of the call it answers, when it declares a parameter of this type; the wire never fills that parameter.</summary>
public sealed class CallContext
{
    private readonly Lock _gate = new();
    private readonly ReadOnlyMemory<byte> _raw;
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
    /// <param name="method">The name of the method.</param>
    /// <param name="raw">The request's header, name and args as they came.</param>
    /// <param name="route">The way to the caller.</param>
    /// <param name="codec">How values travel.</param>
    internal CallContext(string method, ReadOnlyMemory<byte> raw, PeerRoute route, ValueCodec codec)
    {
        Method = method;
        _raw = raw;
        _route = route;
        _codec = codec;
    }

    /// <summary>The name under which the method was called, with its service's prefix.</summary>
    public string Method { get; }

    /// <summary>What the request's header carried beside the protocol's own entries; empty when nothing.</summary>
    public IReadOnlyDictionary<string, object?> Headers => _headers ??= HeaderEntries.Read(_raw, _codec!);

    /// <summary>The peer's identity on its socket, in hexadecimal: the same for all calls over one connection.</summary>
    public string Peer => _peer ??= _route!.ToString();

    /// <summary>
    /// The public key that the peer has proven to own, as text; null where the connection is not secured (package ZeroRpc.Curve).
    /// </summary>
    public string? PeerKey { get; init; }

    /// <summary>
    /// The name under which the peer was admitted by its key; null where the connection is not secured, or where this side is not the one that
    /// admits.
    /// </summary>
    public string? PeerName { get; init; }

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

    /// <summary>The request's header, name and args as they came, one after another; empty in a test.</summary>
    internal ReadOnlyMemory<byte> Raw => _raw;

    /// <summary>The object that answers the call, where each call is given its own; null elsewhere.</summary>
    internal object? Service { get; set; }

    /// <summary>The clock of <see cref="Deadline"/>; null for the system's.</summary>
    internal DeadlineClock? Clock { get; init; }

    /// <summary>
    /// Reads the request's arguments as whatever they are, as interceptors want to; a handler has its parameters. They are decoded anew each
    /// time; a context made for a test has none.
    /// </summary>
    /// <returns>The arguments.</returns>
    /// <exception cref="ValueConversionException">An argument is malformed.</exception>
    public object?[] ReadArguments()
    {
        if (_codec is null)
        {
            return [];
        }

        var reader = new MessagePackReader(_raw);
        reader.Skip(); // the header
        reader.Skip(); // the name
        object? args = _codec.Read<object?>(ref reader);
        return args as object?[] ?? [args];
    }

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
}
