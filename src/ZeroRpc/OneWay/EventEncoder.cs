using Microsoft.Extensions.Logging;
using ZeroRpc.Client;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// Encodes the events of a pusher or publisher. Their bytes are those of a request; nobody replies to their message id. Every event passes
/// through here directly before it is passed to a transport.
/// </summary>
internal sealed class EventEncoder(OneWaySockets sockets, ZeroRpcOneWayOptions options, ILogger logger)
{
    private readonly MessageIdSource _ids = new();
    private readonly HookRunner? _hooks = HookRunner.Create(options, logger);
    private readonly ValueCodec _codec = new(options.Values);

    /// <summary>Encodes an event.</summary>
    /// <param name="settings">The method, the headers and the endpoints of the event.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="transport">The transport to send the event with.</param>
    /// <exception cref="InvalidOperationException">The socket has no endpoint.</exception>
    /// <exception cref="ValueConversionException">An argument cannot be encoded. The message states which argument.</exception>
    /// <exception cref="HookException">A hook threw an exception.</exception>
    /// <exception cref="MessageTooLargeException">The event is larger than <see cref="ZeroRpcOptions.MaxMessageSize"/>.</exception>
    public ReadOnlyMemory<byte> Encode(CallSettings settings, object?[] args, out ITransport transport)
    {
        transport = sockets.Only ?? throw new InvalidOperationException(
            $"'{settings.Method}' was sent by a {sockets.Owner} without an endpoint: Connect or Bind it first.");
        ReadOnlyMemory<byte> body = RequestEncoder.Encode(_ids.Next(), WithTaskContext(settings), default, args, _codec).Detach();
        return body.Length <= options.MaxMessageSize
            ? body
            : throw CallErrors.TooLarge(settings, body.Length, options.MaxMessageSize);
    }

    /// <summary>Adds the task context to the headers. The event's own headers take precedence.</summary>
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
