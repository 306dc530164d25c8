using Microsoft.Extensions.Logging;
using ZeroRpc.Client;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// Makes what a pusher or publisher sends: a request's very bytes, with an id of its own that nobody answers to. Every event goes through
/// here just before it is given to a transport.
/// </summary>
internal sealed class EventEncoder(OneWaySockets sockets, ZeroRpcOneWayOptions options, ILogger logger)
{
    private readonly MessageIdSource _ids = new();
    private readonly HookRunner? _hooks = HookRunner.Create(options, logger);
    private readonly ValueCodec _codec = new(options.Values);

    /// <summary>Encodes an event, and gives the transport that is to carry it.</summary>
    /// <exception cref="InvalidOperationException">There is no endpoint.</exception>
    /// <exception cref="ValueConversionException">An argument cannot be carried; the message says which.</exception>
    /// <exception cref="MiddlewareException">A hook threw.</exception>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit.</exception>
    public ReadOnlyMemory<byte> Encode(CallSettings settings, object?[] args, out ITransport transport)
    {
        transport = sockets.Only ?? throw new InvalidOperationException(
            $"'{settings.Method}' was sent by a {sockets.Owner} without an endpoint: Connect or Bind it first.");
        ReadOnlyMemory<byte> body = RequestEncoder.Encode(_ids.Next(), WithTaskContext(settings), default, args, _codec).Detach();
        return body.Length <= options.MaxMessageSize
            ? body
            : throw CallErrors.TooLarge(settings, body.Length, options.MaxMessageSize);
    }

    /// <summary>What the event says itself stands before what the context says.</summary>
    private CallSettings WithTaskContext(CallSettings settings)
    {
        IReadOnlyDictionary<string, object?>? context = _hooks?.GetTaskContext(settings.Method);
        if (context is null)
        {
            return settings;
        }

        var headers = new Dictionary<string, object?>(context);
        foreach ((string key, object? value) in settings.Headers ?? HeaderEntries.None)
        {
            headers[key] = value;
        }

        return settings with { Headers = headers };
    }
}
