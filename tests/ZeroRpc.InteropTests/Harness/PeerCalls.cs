namespace ZeroRpc.InteropTests.Harness;

/// <summary>The calls that the peers' client scripts understand; what they say is in <c>Peers/python/client.py</c>.</summary>
internal static class PeerCalls
{
    public static object?[] Call(string method, params object?[] arguments) => ["call", method, .. arguments];

    public static object?[] Together(int times, string method, params object?[] arguments) => ["together", times, method, .. arguments];

    public static object?[] Count(string method, params object?[] arguments) => ["count", method, .. arguments];

    public static object?[] Take(int items, string method, params object?[] arguments) => ["take", items, method, .. arguments];
}
