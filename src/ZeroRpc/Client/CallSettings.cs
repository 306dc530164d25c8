using ZeroRpc.Events;
using ZeroRpc.Hooks;

namespace ZeroRpc.Client;

/// <summary>
/// The settings of one call: its own options, and the client's options where it has none. Calls without options of their own share one
/// instance.
/// </summary>
/// <param name="Method">The name of the method.</param>
/// <param name="Endpoint">The endpoint of the server, for messages.</param>
/// <param name="Timeout">How long to wait for the first reply. Null to wait without limit.</param>
/// <param name="ConnectTimeout">How long to wait for a connection. Null to wait as long as the timeout.</param>
/// <param name="Window">The receive window. Null for a window that can grow.</param>
/// <param name="Headers">The entries to add to the header of the request.</param>
internal sealed record CallSettings(
    string Method,
    string Endpoint,
    TimeSpan? Timeout,
    TimeSpan? ConnectTimeout,
    int? Window,
    IReadOnlyDictionary<string, object?>? Headers)
{
    /// <summary>
    /// Tracks the replies of the call for hooks and interceptors. Usually null. Settings with a watch belong to a single call.
    /// </summary>
    public ReplyWatch? Watch { get; init; }

    /// <summary>Combines the options of a call with those of the client.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or a header entry is reserved by the protocol.</exception>
    public static CallSettings Of(string method, in CallOptions call, ZeroRpcClientOptions client, string endpoint)
    {
        if (call.Window is { } window)
        {
            ZeroRpcChannelOptions.ValidateWindow(window);
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

    /// <summary>Returns the settings of a one-way event.</summary>
    /// <exception cref="ArgumentException">A header entry is reserved by the protocol.</exception>
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
            throw new ArgumentException($"The header entry '{own}' of a call of '{method}' is reserved by the protocol.", nameof(headers));
        }
    }
}
