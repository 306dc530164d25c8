using ZeroRpc.Gateway.Problems;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>What a client sends.</summary>
internal enum ClientFrameType
{
    /// <summary>Makes a call.</summary>
    Call,

    /// <summary>Cancels a call.</summary>
    Cancel,

    /// <summary>Allows more items of a stream.</summary>
    Credit,

    /// <summary>Asks for a sign of life.</summary>
    Ping,
}

/// <summary>A frame of a client, checked (docs/gateway.md lists all fields).</summary>
/// <param name="Type">The type.</param>
/// <param name="Id">The id of the call. 0 for a ping.</param>
internal sealed record ClientFrame(ClientFrameType Type, long Id)
{
    /// <summary>The credits of a call whose client does not say how many items it takes ahead.</summary>
    private const long DefaultCredits = 64;

    /// <summary>The most credits that a stream may have. More would hold nothing back.</summary>
    public const int MaxCredits = 1_000_000;

    public string Service { get; private init; } = "";

    public string Method { get; private init; } = "";

    public object? Arguments { get; private init; }

    public int Credits { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    public IReadOnlyDictionary<string, object?>? Headers { get; private init; }

    /// <summary>Checks a frame.</summary>
    /// <exception cref="GatewayException">A field is missing or has the wrong type, or there is no such type of frames.</exception>
    public static ClientFrame Read(object? value)
    {
        Dictionary<string, object?> fields = value as Dictionary<string, object?> ?? throw Invalid("A frame is an object.");
        return fields.GetValueOrDefault("type") switch
        {
            "call" => ReadCall(fields),
            "cancel" => new ClientFrame(ClientFrameType.Cancel, IdOf(fields)),
            "credit" => new ClientFrame(ClientFrameType.Credit, IdOf(fields)) { Credits = (int)Number(fields, "items", 1, MaxCredits) },
            "ping" => new ClientFrame(ClientFrameType.Ping, 0),
            _ => throw Invalid("The 'type' of a frame is \"call\", \"cancel\", \"credit\" or \"ping\"."),
        };
    }

    /// <summary>Finds the id of a frame that is otherwise wrong, so that its call alone fails. Null if it has none.</summary>
    public static long? FindId(object? value) =>
        value is Dictionary<string, object?> fields && fields.GetValueOrDefault("id") is long id ? id : null;

    private static ClientFrame ReadCall(Dictionary<string, object?> fields) => new(ClientFrameType.Call, IdOf(fields))
    {
        Service = Text(fields, "service"),
        Method = Text(fields, "method"),
        Arguments = fields.TryGetValue("args", out object? arguments) ? arguments : Array.Empty<object?>(),
        Credits = (int)(fields.ContainsKey("credits") ? Number(fields, "credits", 1, MaxCredits) : DefaultCredits),
        Timeout = fields.ContainsKey("timeout") ? TimeSpan.FromMilliseconds(Number(fields, "timeout", 1, int.MaxValue)) : null,
        Headers = fields.TryGetValue("headers", out object? headers)
            ? headers as Dictionary<string, object?> ?? throw Invalid("The 'headers' of a call are an object.")
            : null,
    };

    private static long IdOf(Dictionary<string, object?> fields) => Number(fields, "id", 0, (1L << 53) - 1);

    private static long Number(Dictionary<string, object?> fields, string key, long least, long most) =>
        fields.GetValueOrDefault(key) is long number && number >= least && number <= most
            ? number
            : throw Invalid($"The '{key}' of a frame is a whole number from {least} to {most}.");

    private static string Text(Dictionary<string, object?> fields, string key) =>
        fields.GetValueOrDefault(key) is string { Length: > 0 } text ? text : throw Invalid($"The '{key}' of a call is a string.");

    private static GatewayException Invalid(string detail) => Faults.Request("InvalidFrame", detail);
}
