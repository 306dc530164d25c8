namespace ZeroRpc.Client.Proxies;

/// <summary>An argument that configures the call and is not sent: a <see cref="CancellationToken"/> or <see cref="CallOptions"/>.</summary>
internal static class CallSetting
{
    /// <summary>Returns true if arguments of this type configure the call.</summary>
    public static bool IsSetting(Type? type) => type == typeof(CancellationToken) || type == typeof(CallOptions);

    /// <summary>
    /// Combines an argument that configures the call with the default options. The defaults apply where the argument sets nothing.
    /// </summary>
    public static CallOptions Combine(in CallOptions defaults, object? setting) => setting switch
    {
        CallOptions options => options.Over(defaults),
        CancellationToken token => new CallOptions { CancellationToken = token }.Over(defaults),
        _ => defaults,
    };
}
