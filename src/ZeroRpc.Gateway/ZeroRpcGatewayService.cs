namespace ZeroRpc.Gateway;

/// <summary>A service that the gateway offers: where it is, and who may call which of its methods.</summary>
public sealed class ZeroRpcGatewayService
{
    /// <summary>The policy for methods that anybody may call, signed in or not.</summary>
    public const string Anyone = "anyone";

    /// <summary>The policy for methods that every signed-in user may call: ASP.NET Core's default policy.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>
    /// The endpoints of the service, or names for <see cref="ZeroRpcClientOptions.ResolveEndpoint"/>. Empty, the default, uses a registered
    /// <see cref="ZeroRpcClient"/>.
    /// </summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>
    /// The key of the registered <see cref="ZeroRpcClient"/> that calls a service without <see cref="Endpoints"/>, as
    /// <c>AddZeroRpcClient("name")</c> of ZeroRpc.Hosting registers it. Null, the default, for the name of the service.
    /// </summary>
    public string? Client { get; set; }

    /// <summary>
    /// The methods that may be called, and the policy of each: the name of an authorization policy, <see cref="Anyone"/> or
    /// <see cref="SignedIn"/>. A name may end with <c>*</c>. The longest name that fits counts. Empty by default, so that no method is
    /// reachable. Methods that begin with <c>_</c> are not reached by <c>*</c> alone.
    /// </summary>
    public IDictionary<string, string> Methods { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The methods, also with a trailing <c>*</c>, that change nothing, so that <c>GET</c> calls them too. Empty by default.
    /// </summary>
    public IList<string> Safe { get; } = [];

    /// <summary>
    /// Changes the options of the client that the gateway creates for <see cref="Endpoints"/>, such as a resolver or keys. Null by default.
    /// </summary>
    public Action<ZeroRpcClientOptions>? ConfigureClient { get; set; }

    /// <summary>Allows methods for those who fulfil a policy.</summary>
    /// <param name="methods">The name of a method, or the beginning of names and <c>*</c>.</param>
    /// <param name="policy">The name of an authorization policy.</param>
    /// <returns>This service.</returns>
    public ZeroRpcGatewayService Allow(string methods, string policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(methods);
        ArgumentException.ThrowIfNullOrEmpty(policy);
        Methods[methods] = policy;
        return this;
    }

    /// <summary>Allows methods for everybody, signed in or not.</summary>
    /// <param name="methods">The name of a method, or the beginning of names and <c>*</c>.</param>
    /// <returns>This service.</returns>
    public ZeroRpcGatewayService AllowAnyone(string methods) => Allow(methods, Anyone);

    /// <summary>Allows methods for every signed-in user.</summary>
    /// <param name="methods">The name of a method, or the beginning of names and <c>*</c>.</param>
    /// <returns>This service.</returns>
    public ZeroRpcGatewayService AllowSignedIn(string methods) => Allow(methods, SignedIn);

    /// <summary>Says that methods change nothing, so that <c>GET</c> calls them too.</summary>
    /// <param name="methods">The names of methods, each of which may end with <c>*</c>.</param>
    /// <returns>This service.</returns>
    public ZeroRpcGatewayService MarkSafe(params string[] methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        foreach (string method in methods)
        {
            Safe.Add(method);
        }

        return this;
    }
}
