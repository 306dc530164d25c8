using System.CommandLine;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>The options of all commands that call a service. Creates the client that they describe.</summary>
internal sealed class ConnectionOptions
{
    /// <summary>The environment variable that provides the address if none is given.</summary>
    public const string EndpointVariable = "ZERORPC_ENDPOINT";

    /// <summary>
    /// The number of intervals after which a Python client with active heartbeats considers a remote lost that has never sent one.
    /// </summary>
    private const int IntervalsToLoss = 3;

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

    /// <summary>Whether a remote error is shown with the traceback of the remote.</summary>
    public Option<bool> Traceback { get; } = new(CommandRunner.Traceback)
    {
        Description = "Show the remote's traceback with an error.",
    };

    /// <summary>Returns true if an argument is an address. An address always contains "://".</summary>
    public static bool IsAddress(string argument) => argument.Contains("://", StringComparison.Ordinal);

    /// <summary>
    /// Splits positional arguments into the address and the other arguments. The address comes from the arguments or from
    /// <see cref="EndpointVariable"/>.
    /// </summary>
    /// <exception cref="CommandFailure">There is no address.</exception>
    public static (string Address, string[] Others) TakeAddress(IReadOnlyList<string> positionals)
    {
        if (positionals.Count > 0 && IsAddress(positionals[0]))
        {
            return (positionals[0], [.. positionals.Skip(1)]);
        }

        if (Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } endpoint)
        {
            return (endpoint, [.. positionals]);
        }

        string missing = $"give the service's address, such as tcp://127.0.0.1:4242, or set {EndpointVariable}.";
        throw positionals.Count == 0
            ? CommandFailure.Usage($"no address: {missing} {CommandRunner.ToolName} --help tells more.")
            : new CommandFailure(ExitCode.Endpoint, $"'{positionals[0]}' is no address (it has no ://): {missing}");
    }

    /// <summary>Returns the given address or that of <see cref="EndpointVariable"/>.</summary>
    /// <exception cref="CommandFailure">There is no address.</exception>
    public static string AddressOf(string? given) => TakeAddress(given is null ? [] : [given]).Address;

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
        command.Options.Add(Timeout);
        command.Options.Add(Heartbeat);
        command.Options.Add(ActiveHeartbeat);
        command.Options.Add(Traceback);
    }

    /// <summary>Returns the client options that the parsed options describe.</summary>
    public ZeroRpcClientOptions ClientOptions(ParseResult parsed)
    {
        bool isActive = parsed.GetValue(ActiveHeartbeat);
        TimeSpan? heartbeat = Heartbeat.Read(parsed);
        return new ZeroRpcClientOptions
        {
            Timeout = Timeout.Read(parsed),
            ConnectTimeout = isActive ? IntervalsToLoss * heartbeat : null,
            Heartbeat = heartbeat,
            PassiveHeartbeat = !isActive,
            Linger = TimeSpan.Zero,
        };
    }

    /// <summary>Creates a client that is connected to an address.</summary>
    /// <exception cref="ZeroRpcEndpointException">The address is malformed or not supported.</exception>
    public ZeroRpcClient Connect(ParseResult parsed, string address) => new(Reachable(address), ClientOptions(parsed));
}
