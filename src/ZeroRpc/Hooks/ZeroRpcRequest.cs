using ZeroRpc.Events;
using ZeroRpc.Hooks;

namespace ZeroRpc;

/// <summary>A call that a client is about to make, as interceptors and hooks see it and may change it. Not thread-safe.</summary>
/// <param name="method">The method's name.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="options">What the call wants otherwise than the client's options.</param>
public sealed class ZeroRpcRequest(string method, object?[] arguments, CallOptions options)
{
    /// <summary>The method's name.</summary>
    public string Method { get; set; } = method;

    /// <summary>The arguments, as they are given to the client.</summary>
    public object?[] Arguments { get; set; } = arguments;

    /// <summary>What the call wants otherwise than the client's options; its token is the call's.</summary>
    public CallOptions Options { get; set; } = options;

    /// <summary>The header entries of the request beside the protocol's own: those of <see cref="Options"/>.</summary>
    public IReadOnlyDictionary<string, object?> Headers => Options.Headers ?? HeaderEntries.None;

    /// <summary>Whether the caller blocks until the first reply.</summary>
    internal bool Blocks { get; init; }

    /// <summary>The replies of the latest attempt; null before there is one.</summary>
    internal ReplyWatch? Watch { get; set; }

    /// <summary>Adds an entry to the header, or changes one.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The key is the protocol's own.</exception>
    public void SetHeader(string key, object? value) =>
        Options = Options with { Headers = HeaderEntries.With(Options.Headers, key, value) };
}
