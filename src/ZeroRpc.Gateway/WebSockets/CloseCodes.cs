namespace ZeroRpc.Gateway.WebSockets;

/// <summary>The status codes with which the gateway closes WebSockets.</summary>
internal static class CloseCodes
{
    /// <summary>The client has closed first.</summary>
    public const int Normal = 1000;

    /// <summary>The gateway is stopping.</summary>
    public const int GoingAway = 1001;

    /// <summary>A text message with msgpack as the subprotocol, or a binary one with JSON.</summary>
    public const int UnsupportedData = 1003;

    /// <summary>A message that is no frame, and names no call that could fail instead.</summary>
    public const int InvalidPayload = 1007;

    /// <summary>A frame that breaks the rules, such as an id that is in use.</summary>
    public const int PolicyViolation = 1008;

    /// <summary>A message above the limit.</summary>
    public const int TooLarge = 1009;

    /// <summary>The sign-in has ended.</summary>
    public const int SignInEnded = 4401;
}
