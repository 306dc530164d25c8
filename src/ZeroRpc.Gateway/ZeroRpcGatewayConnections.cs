using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.WebSockets;

namespace ZeroRpc.Gateway;

/// <summary>The open WebSockets of the gateway, a singleton of the container. A sign-out closes those of its user.</summary>
public sealed class ZeroRpcGatewayConnections
{
    private readonly ConcurrentDictionary<WebSocketSession, byte> _sessions = [];
    private readonly int _limit;
    private int _count;

    /// <summary>Creates the list for a gateway.</summary>
    /// <param name="options">The options of the gateway.</param>
    /// <param name="lifetime">The lifetime of the host, whose end closes all WebSockets.</param>
    public ZeroRpcGatewayConnections(IOptions<ZeroRpcGatewayOptions> options, IHostApplicationLifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(lifetime);
        _limit = options.Value.WebSockets.MaxConnections;
        lifetime.ApplicationStopping.Register(() => _ = CloseAsync(_ => true, CloseCodes.GoingAway, "The gateway is stopping."));
    }

    /// <summary>The number of open WebSockets.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Closes the WebSockets of users whose sign-in has ended. Their calls are cancelled.</summary>
    /// <param name="whose">Selects the users. A WebSocket without a sign-in has a user without an identity.</param>
    /// <returns>A task that completes when the WebSockets have been told.</returns>
    public Task CloseAsync(Func<ClaimsPrincipal, bool> whose)
    {
        ArgumentNullException.ThrowIfNull(whose);
        return CloseAsync(whose, CloseCodes.SignInEnded, "The sign-in has ended.");
    }

    /// <summary>Adds a WebSocket, unless there are too many.</summary>
    internal bool TryReserve()
    {
        if (Interlocked.Increment(ref _count) <= _limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Gives back a reservation.</summary>
    internal void Release() => Interlocked.Decrement(ref _count);

    internal void Add(WebSocketSession session) => _sessions.TryAdd(session, 0);

    internal void Remove(WebSocketSession session) => _sessions.TryRemove(session, out _);

    private Task CloseAsync(Func<ClaimsPrincipal, bool> whose, int code, string reason) => Task.WhenAll(
        _sessions.Keys.Where(session => whose(session.User)).Select(session => session.CloseAsync(code, reason)));
}
