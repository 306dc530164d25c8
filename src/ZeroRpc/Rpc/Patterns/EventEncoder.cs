using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Transport;

namespace ZeroRpc.Rpc.Patterns;

/// <summary>
/// Makes what a pusher or publisher sends: a request's very bytes, with an id of its own that nobody answers to. Every event goes through
/// here just before it is given to a transport.
/// </summary>
internal sealed class EventEncoder(OneWaySockets sockets, ZeroRpcOneWayOptions options)
{
    private readonly MessageIdSource _ids = new();
    private readonly ValueCodec _codec = new(options.Values);

    /// <summary>Encodes an event, and gives the transport that is to carry it.</summary>
    /// <exception cref="InvalidOperationException">There is no endpoint.</exception>
    /// <exception cref="ValueConversionException">An argument cannot be carried; the message says which.</exception>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit.</exception>
    public ReadOnlyMemory<byte> Encode(CallSettings settings, object?[] args, out ITransport transport)
    {
        transport = sockets.Only ?? throw new InvalidOperationException(
            $"'{settings.Method}' was sent by a {sockets.Owner} without an endpoint: Connect or Bind it first.");
        ReadOnlyMemory<byte> body = RequestEncoder.Encode(_ids.Next(), settings, default, args, _codec);
        return body.Length <= options.MaxMessageSize
            ? body
            : throw CallErrors.TooLarge(settings, body.Length, options.MaxMessageSize);
    }
}
