using ZeroRpc.Events;
using ZeroRpc.Hooks;

namespace ZeroRpc;

/// <summary>A call that a client is about to make. Interceptors and hooks can inspect and change it. Not thread-safe.</summary>
/// <param name="method">The name of the method.</param>
/// <param name="arguments">The arguments.</param>
/// <param name="options">The options of the call, which override the client's options.</param>
public sealed class ZeroRpcRequest(string method, object?[] arguments, CallOptions options)
{
    /// <summary>The name of the method.</summary>
    public string Method { get; set; } = method;

    /// <summary>The arguments, before they are encoded.</summary>
    public object?[] Arguments { get; set; } = arguments;

    /// <summary>The options of the call, which override the client's options. Their token cancels the call.</summary>
    public CallOptions Options { get; set; } = options;

    /// <summary>The header entries of the request, without the protocol's own. They are part of <see cref="Options"/>.</summary>
    public IReadOnlyDictionary<string, object?> Headers => Options.Headers ?? HeaderEntries.None;

    /// <summary>Whether the caller blocks its thread until the first reply.</summary>
    internal bool Blocks { get; init; }

    /// <summary>Tracks the replies of the latest attempt. Null before the first attempt.</summary>
    internal ReplyWatch? Watch { get; set; }

    /// <summary>Adds or replaces a header entry.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <param name="value">The value of the entry.</param>
    /// <exception cref="ArgumentException">The key is empty or reserved by the protocol.</exception>
    public void SetHeader(string key, object? value) =>
        Options = Options with { Headers = HeaderEntries.With(Options.Headers, key, value) };
}
