namespace ZeroRpc.Client.Proxies;

/// <summary>An argument that is for the call and is not sent: a <see cref="CancellationToken"/>, or <see cref="CallOptions"/>.</summary>
internal static class CallSetting
{
    /// <summary>Whether an argument of this type is one.</summary>
    public static bool IsOne(Type? type) => type == typeof(CancellationToken) || type == typeof(CallOptions);

    /// <summary>The options of a call with such an argument; what that leaves open is as by default.</summary>
    public static CallOptions Over(in CallOptions defaults, object? setting) => setting switch
    {
        CallOptions options => options.Over(defaults),
        CancellationToken token => new CallOptions { CancellationToken = token }.Over(defaults),
        _ => defaults,
    };
}
