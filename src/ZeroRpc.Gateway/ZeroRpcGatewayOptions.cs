namespace ZeroRpc.Gateway;

/// <summary>When the gateway writes integers as JSON strings. JavaScript reads JSON numbers as float64.</summary>
public enum GatewayIntegers
{
    /// <summary>All integers are numbers, also those that JavaScript rounds.</summary>
    Numbers,

    /// <summary>Integers beyond 2^53 − 1 are strings, the others numbers.</summary>
    StringsBeyondSafe,

    /// <summary>All integers are strings.</summary>
    Strings,
}

/// <summary>
/// The options of the gateway. They are read from the configuration section <c>ZeroRpc:Gateway</c>, and can then be changed by code. The
/// host does not start if they cannot work.
/// </summary>
public sealed class ZeroRpcGatewayOptions
{
    /// <summary>The services that the gateway offers, by the name under which the web knows them. Empty by default.</summary>
    public IDictionary<string, ZeroRpcGatewayService> Services { get; } = new Dictionary<string, ZeroRpcGatewayService>(StringComparer.Ordinal);

    /// <summary>
    /// The origins, such as <c>https://app.example.com</c>, whose pages may use the gateway, beside the origin of the gateway itself. Empty
    /// by default. CORS, which lets those pages read responses to HTTP requests, is ASP.NET Core's: <c>RequireCors</c>.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The claims of the signed-in user that travel to services: the type of each claim, and the entry of the request's header that has its
    /// value. A claim with several values is an array. Empty by default.
    /// </summary>
    public IDictionary<string, string> ClaimHeaders { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The entries of the request's header that a client may set: by HTTP headers of the same names, or the <c>headers</c> of a call by
    /// WebSocket. Entries of <see cref="ClaimHeaders"/> are never a client's. Empty by default.
    /// </summary>
    public IList<string> ClientHeaders { get; } = [];

    /// <summary>The HTTP status codes for errors of services, by the error's name, such as <c>ValueError</c>. The default of others is 500.</summary>
    public IDictionary<string, int> StatusCodes { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How long a call waits for its first reply when the client sends no deadline. The default is 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest deadline that a client may ask for; a longer one is shortened to it. The default is 1 h.</summary>
    public TimeSpan MaxTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The largest body of an HTTP request, and the largest message of a WebSocket, in bytes. The default is 1 MiB.</summary>
    public int MaxRequestSize { get; set; } = 1024 * 1024;

    /// <summary>Which integers are JSON strings. The default is those beyond 2^53 − 1.</summary>
    public GatewayIntegers Integers { get; set; } = GatewayIntegers.StringsBeyondSafe;

    /// <summary>
    /// Whether bytes in the JSON of HTTP responses are <c>{"$bytes": "…"}</c>, which a reader can tell from a string. False, the default,
    /// writes a base64 string. WebSockets always tag bytes.
    /// </summary>
    public bool TagBytes { get; set; }

    /// <summary>Whether errors have the traceback of the service. False by default, because a traceback tells of files and code.</summary>
    public bool SendTracebacks { get; set; }

    /// <summary>
    /// How long a stream over HTTP is silent before a heartbeat is written, so that proxies keep it open. The default is 15 s.
    /// </summary>
    public TimeSpan StreamHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the description of a service is used before it is read again. The default is 30 s.</summary>
    public TimeSpan DescriptionAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The limits of WebSockets.</summary>
    public ZeroRpcGatewayWebSocketOptions WebSockets { get; } = new();

    /// <summary>Adds a service by its endpoints. Nobody may call it until its methods are allowed.</summary>
    /// <param name="name">The name under which the web knows the service: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="endpoints">
    /// The endpoints of its servers. Without endpoints, the gateway uses the <see cref="ZeroRpcClient"/> that is registered by the same name.
    /// </param>
    /// <returns>The service, for its methods and further settings.</returns>
    /// <exception cref="ArgumentException">There is a service of this name.</exception>
    public ZeroRpcGatewayService AddService(string name, params string[] endpoints)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(endpoints);
        var service = new ZeroRpcGatewayService();
        foreach (string endpoint in endpoints)
        {
            service.Endpoints.Add(endpoint);
        }

        Services.Add(name, service);
        return service;
    }
}
