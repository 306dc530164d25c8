namespace ZeroRpc.Cli.Profiles;

/// <summary>A profile as the options that it sets. Values of header entries may be secret and are left out.</summary>
internal static class ProfileText
{
    /// <summary>The text, on one line.</summary>
    public static string Of(Profile profile)
    {
        IEnumerable<string?> parts =
        [
            profile.Address,
            Option("--timeout", profile.Timeout),
            Option("--connect-timeout", profile.ConnectTimeout),
            Option("--heartbeat", profile.Heartbeat),
            profile.ActiveHeartbeat ? "--active-hb" : null,
            .. (profile.Headers?.Keys ?? []).Select(name => $"-H {name}:…"),
        ];
        return string.Join(' ', parts.OfType<string>());
    }

    private static string? Option(string name, string? value) => value is null ? null : $"{name} {value}";
}
