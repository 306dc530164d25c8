using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>
/// Describes the call that a handler serves. A handler receives it by declaring a parameter of this type; the parameter is not filled from
/// the caller's arguments.
/// </summary>
public sealed class CallContext
{
    private readonly Lock _gate = new();
    private readonly ReadOnlyMemory<byte> _raw;
    private readonly PeerRoute? _route;
    private readonly ValueCodec? _codec;
    private readonly CancellationToken? _given;
    private readonly string? _address;
    private IReadOnlyDictionary<string, object?>? _headers;
    private string? _peer;
    private CancellationTokenSource? _source;
    private Task? _cancelling;
    private bool _cancelled;

    /// <summary>Creates the context of a call, for testing a handler.</summary>
    /// <param name="method">The name of the method.</param>
    /// <param name="headers">The header entries of the request.</param>
    /// <param name="peer">The identity of the peer.</param>
    /// <param name="cancellationToken">The token of the call.</param>
    public CallContext(string method, IReadOnlyDictionary<string, object?> headers, string peer, CancellationToken cancellationToken)
    {
        Method = method;
        _headers = headers;
        _peer = peer;
        _given = cancellationToken;
    }

    /// <summary>Creates the context of a received call. Its parts are decoded on first use.</summary>
    /// <param name="method">The name of the method.</param>
    /// <param name="raw">The header, name and args of the request, encoded and contiguous.</param>
    /// <param name="route">The route to the caller.</param>
    /// <param name="codec">Decodes the values.</param>
    internal CallContext(string method, ReadOnlyMemory<byte> raw, PeerRoute route, ValueCodec codec)
    {
        Method = method;
        _raw = raw;
        _route = route;
        _codec = codec;
    }

    /// <summary>The name under which the method was called, including the prefix of its service.</summary>
    public string Method { get; }

    /// <summary>The header entries of the request, without the protocol's own. Empty if there are none.</summary>
    public IReadOnlyDictionary<string, object?> Headers => _headers ??= HeaderEntries.Read(_raw, _codec!);

    /// <summary>The identity of the peer on its socket, in hexadecimal. All calls over one connection have the same identity.</summary>
    public string Peer => _peer ??= _route!.IdentityText;

    /// <summary>
    /// The address of the peer's connection, such as <c>tcp://10.0.0.5:40112</c>; behind a proxy, the proxy's. Null if the transport has no
    /// addresses.
    /// </summary>
    public string? PeerAddress
    {
        get => _address ?? _route?.Address;
        init => _address = value;
    }

    /// <summary>
    /// The public key that the peer has proven to own, as text. Null if the connection is not secured (package ZeroRpc.Curve).
    /// </summary>
    public string? PeerKey { get; init; }

    /// <summary>
    /// The name under which the peer was admitted by its key. Null if the connection is not secured, or if the other side admits peers.
    /// </summary>
    public string? PeerName { get; init; }

    /// <summary>
    /// When the caller stops waiting for the first reply, by the clock of this machine. Null if the caller did not state it; Python and
    /// Node never do. The deadline itself does not stop the handler. <see cref="CancellationToken"/> does, when the caller has ended the
    /// call.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>
    /// The time until <see cref="Deadline"/>, at least one millisecond. Null if there is no deadline. Use it as the timeout of calls that
    /// the handler makes; they do not inherit the deadline automatically.
    /// </summary>
    public TimeSpan? TimeLeft => Deadline is { } deadline
        ? TimeSpan.FromMilliseconds(Math.Max((deadline - (Clock?.UtcNow ?? DateTimeOffset.UtcNow)).TotalMilliseconds, 1))
        : null;

    /// <summary>Cancelled when the caller is lost or has ended the call, or when the server no longer waits for running calls.</summary>
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

    /// <summary>The header, name and args of the request, encoded and contiguous. Empty in a context that was created for a test.</summary>
    internal ReadOnlyMemory<byte> Raw => _raw;

    /// <summary>The service instance that an activator created for the call. Null if the service is not activated per call.</summary>
    internal object? Service { get; set; }

    /// <summary>The clock of <see cref="Deadline"/>. Null for the system clock.</summary>
    internal DeadlineClock? Clock { get; init; }

    /// <summary>
    /// Reads the arguments of the request as untyped values, for interceptors and fallbacks. Every call decodes them again. A context that
    /// was created for a test has no arguments.
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

    /// <summary>Cancels the token. Its callbacks run on the thread pool.</summary>
    /// <returns>A task that completes when all callbacks have run.</returns>
    internal Task CancelAsync()
    {
        lock (_gate)
        {
            _cancelled = true;
            return _cancelling ??= _source?.CancelAsync() ?? Task.CompletedTask;
        }
    }
}
