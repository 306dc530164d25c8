using System.CommandLine;
using System.Globalization;
using ZeroRpc.Cli.Calls;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Profiles;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>The options of all commands that call a service. Creates the client that they describe.</summary>
internal sealed class ConnectionOptions
{
    /// <summary>The environment variable with the default address.</summary>
    public const string EndpointVariable = "ZERORPC_ENDPOINT";

    /// <summary>
    /// The default of <c>--connect-timeout</c>, in seconds, for commands that a person waits for. A call itself waits as Python's does.
    /// </summary>
    public const int ShortConnectTimeout = 3;

    /// <summary>After how many intervals a Python client with active heartbeats takes a remote that never spoke for lost.</summary>
    private const int IntervalsToLoss = 3;

    /// <summary>Creates the options.</summary>
    /// <param name="connectTimeout">The default of <c>--connect-timeout</c> in seconds; null for none.</param>
    public ConnectionOptions(int? connectTimeout = null) => ConnectTimeout = new SecondsOption(
        "--connect-timeout",
        connectTimeout,
        $"How long a call waits for a connection; off for as long as --timeout. Default: {connectTimeout?.ToString(CultureInfo.InvariantCulture) ?? "off"}.");

    /// <summary>The profile with the defaults of options that are not given.</summary>
    public ProfileOption Profile { get; } = new();

    /// <summary>The options for output to standard error.</summary>
    public MessageOptions Messages { get; } = new();

    /// <summary>Entries for the header of each call.</summary>
    public HeaderOption Header { get; } = new();

    /// <summary>How long a call waits for a connection.</summary>
    public SecondsOption ConnectTimeout { get; }

    /// <summary>How long a call waits for its first reply.</summary>
    public SecondsOption Timeout { get; } = new(
        "--timeout", 30, "How long a call waits for its first reply; off for ever. Default: 30.");

    /// <summary>The heartbeat interval.</summary>
    public SecondsOption Heartbeat { get; } = new(
        "--heartbeat", 5, "The heartbeat's interval, which should be the server's; off for none. Default: 5.") { ZeroIsOff = true };

    /// <summary>Whether heartbeats start without waiting for the first heartbeat of the server.</summary>
    public Option<bool> ActiveHeartbeat { get; } = new("--active-hb")
    {
        Description = "Send heartbeats at once. By default they start when the server has sent its first.",
    };

    /// <summary>The keys of encrypted connections.</summary>
    public CurveOptions Curve { get; } = new();

    /// <summary>Whether a remote error is shown with the remote's traceback.</summary>
    public Option<bool> Traceback { get; } = new(CommandRunner.Traceback)
    {
        Description = "Show the remote's traceback with an error.",
    };

    /// <summary>Returns true if an argument is an address. An address always contains "://".</summary>
    public static bool IsAddress(string argument) => argument.Contains("://", StringComparison.Ordinal);

    /// <summary>
    /// Splits positional arguments into the address and the rest. The address is the first argument, or the profile's, or that of
    /// <see cref="EndpointVariable"/>.
    /// </summary>
    /// <exception cref="CommandFailure">There is no address, or no such profile.</exception>
    public static (string Address, string[] Others) TakeAddress(IReadOnlyList<string> positionals, Profile profile)
    {
        if (positionals.Count > 0 && IsAddress(positionals[0]))
        {
            return (positionals[0], [.. positionals.Skip(1)]);
        }

        if ((profile.Address ?? Environment.GetEnvironmentVariable(EndpointVariable)) is { Length: > 0 } endpoint)
        {
            return (endpoint, [.. positionals]);
        }

        string missing = $"give the service's address, such as tcp://127.0.0.1:4242, or set {EndpointVariable}.";
        throw positionals.Count == 0
            ? CommandFailure.Usage($"no address: {missing} {CommandRunner.ToolName} --help tells more.")
            : new CommandFailure(
                ExitCode.Endpoint,
                $"'{positionals[0]}' is no address (it has no ://): {missing}{Suggestion.For(positionals[0], Program.CommandNames)}");
    }

    /// <summary>Splits positional arguments into the address and the rest; see the other overload.</summary>
    /// <exception cref="CommandFailure">There is no address, or no such profile.</exception>
    public (string Address, string[] Others) TakeAddress(ParseResult parsed, IReadOnlyList<string> positionals) =>
        TakeAddress(positionals, Profile.Read(parsed));

    /// <summary>The address that was given, or the profile's, or that of <see cref="EndpointVariable"/>.</summary>
    /// <exception cref="CommandFailure">There is no address, or no such profile.</exception>
    public string AddressOf(ParseResult parsed, string? given) => TakeAddress(parsed, given is null ? [] : [given]).Address;

    /// <summary>
    /// Returns the address. Throws an exception for an in-process address, because no service of another process can be there.
    /// </summary>
    /// <exception cref="CommandFailure">The address is an in-process address.</exception>
    public static string Reachable(string address) => address.StartsWith("inproc://", StringComparison.OrdinalIgnoreCase)
        ? throw new CommandFailure(ExitCode.Endpoint, $"'{address}' is inside one process, where no service can be: give tcp://host:port.")
        : address;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Array.ForEach<Option>([Timeout, ConnectTimeout, Heartbeat, ActiveHeartbeat, Header, Profile, Traceback], command.Options.Add);
        Messages.AddTo(command);
        Curve.AddTo(command);
    }

    /// <summary>The options of a client.</summary>
    /// <exception cref="CommandFailure">There is no such profile, or a header entry or a key is wrong.</exception>
    public ZeroRpcClientOptions ClientOptions(ParseResult parsed)
    {
        Profile profile = Profile.Read(parsed);
        bool isActive = parsed.GetValue(ActiveHeartbeat) || profile.ActiveHeartbeat;
        TimeSpan? heartbeat = Heartbeat.Read(parsed, profile.Heartbeat);
        var options = new ZeroRpcClientOptions
        {
            Timeout = Timeout.Read(parsed, profile.Timeout) ?? System.Threading.Timeout.InfiniteTimeSpan,
            ConnectTimeout = ReadConnectTimeout(parsed, profile, isActive ? IntervalsToLoss * heartbeat : null),
            Heartbeat = heartbeat,
            IsHeartbeatPassive = !isActive,
            Linger = TimeSpan.Zero,
            LoggerFactory = Messages.Log(parsed),
        };
        AddedHeader.AddTo(options, Header.Read(parsed, profile.Headers));
        return Curve.Apply(parsed, options);
    }

    /// <summary>Creates a client that is connected to an address.</summary>
    /// <exception cref="ZeroRpcEndpointException">The address is malformed or not supported.</exception>
    public ZeroRpcClient Connect(ParseResult parsed, string address) => new(Reachable(address), ClientOptions(parsed));

    /// <summary>A client with active heartbeats ends if they are not answered, as Python's does, unless a timeout is given.</summary>
    private TimeSpan? ReadConnectTimeout(ParseResult parsed, Profile profile, TimeSpan? untilLost)
    {
        bool isGiven = ConnectTimeout.IsGiven(parsed) || profile.ConnectTimeout is not null;
        TimeSpan? time = ConnectTimeout.Read(parsed, profile.ConnectTimeout);
        return isGiven || untilLost is null || time < untilLost ? time : untilLost;
    }
}
