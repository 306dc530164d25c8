using ZeroRpc.Events;
using ZeroRpc.Hooks;

namespace ZeroRpc.Client;

/// <summary>One call's settings: the client's where the call says nothing. Calls that want nothing of their own share them.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Endpoint">The endpoint called, for messages.</param>
/// <param name="Timeout">How long to wait for the first reply; null for ever.</param>
/// <param name="ConnectTimeout">How long to wait for a connection; null for as long as the timeout.</param>
/// <param name="Window">The receive window; null for one that may grow.</param>
/// <param name="Headers">Entries to add to the request's header.</param>
internal sealed record CallSettings(
    string Method,
    string Endpoint,
    TimeSpan? Timeout,
    TimeSpan? ConnectTimeout,
    int? Window,
    IReadOnlyDictionary<string, object?>? Headers)
{
    /// <summary>Who follows the call's replies; null, as a rule, for nobody. Such settings belong to one call.</summary>
    public ReplyWatch? Watch { get; init; }

    /// <summary>Merges a call's options into the client's.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or a header entry is the protocol's own.</exception>
    public static CallSettings Of(string method, in CallOptions call, ZeroRpcClientOptions client, string endpoint)
    {
        if (call.Window is { } window)
        {
            ZeroRpcOptions.ValidateWindow(window);
        }

        TimeSpan timeout = call.Timeout ?? client.Timeout;
        if (timeout <= TimeSpan.Zero && timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(call), timeout, $"The timeout of a call of '{method}' is above zero, or infinite.");
        }

        RefuseOwnEntries(method, call.Headers);
        return new CallSettings(
            method,
            endpoint,
            timeout == System.Threading.Timeout.InfiniteTimeSpan ? null : timeout,
            call.ConnectTimeout ?? client.ConnectTimeout,
            call.Window ?? client.Window,
            call.Headers);
    }

    /// <summary>The settings of an event that nobody answers.</summary>
    /// <exception cref="ArgumentException">A header entry is the protocol's own.</exception>
    public static CallSettings OneWay(string method, string endpoint, TimeSpan? timeout, IReadOnlyDictionary<string, object?>? headers)
    {
        RefuseOwnEntries(method, headers);
        return new CallSettings(method, endpoint, timeout, ConnectTimeout: null, Window: null, headers);
    }

    private static void RefuseOwnEntries(string method, IReadOnlyDictionary<string, object?>? headers)
    {
        string? own = headers?.Keys.FirstOrDefault(HeaderEntries.IsOwn);
        if (own is not null)
        {
            throw new ArgumentException($"The header entry '{own}' of a call of '{method}' is the protocol's own.", nameof(headers));
        }
    }
}
