using System.CommandLine;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>The options of every command that calls a service, and the client that they describe.</summary>
internal sealed class ConnectionOptions
{
    /// <summary>Stands in for an address that is not given.</summary>
    public const string EndpointVariable = "ZERORPC_ENDPOINT";

    /// <summary>After how many intervals a Python client with active heartbeats takes a remote that never spoke for lost.</summary>
    private const int IntervalsToLoss = 3;

    /// <summary>How long a call waits for its first reply.</summary>
    public SecondsOption Timeout { get; } = new(
        "--timeout", 30, "How long a call waits for its first reply; off for ever. Default: 30.");

    /// <summary>The heartbeat's interval.</summary>
    public SecondsOption Heartbeat { get; } = new(
        "--heartbeat", 5, "The heartbeat's interval, which should be the server's; off for none. Default: 5.") { ZeroIsOff = true };

    /// <summary>Whether heartbeats start without waiting for the server's first.</summary>
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

    /// <summary>Whether an argument is an address: it always has "://".</summary>
    public static bool IsAddress(string argument) => argument.Contains("://", StringComparison.Ordinal);

    /// <summary>Parts positional arguments into the address, given or from <see cref="EndpointVariable"/>, and the rest.</summary>
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

    /// <summary>The address, given or from <see cref="EndpointVariable"/>.</summary>
    /// <exception cref="CommandFailure">There is no address.</exception>
    public static string AddressOf(string? given) => TakeAddress(given is null ? [] : [given]).Address;

    /// <summary>The address, if a service can be there: what is inside this process is nowhere else.</summary>
    /// <exception cref="CommandFailure">It is inside this process.</exception>
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
        Curve.AddTo(command);
    }

    /// <summary>The options of a client.</summary>
    /// <exception cref="CommandFailure">A key is missing or wrong.</exception>
    public ZeroRpcClientOptions ClientOptions(ParseResult parsed)
    {
        bool isActive = parsed.GetValue(ActiveHeartbeat);
        TimeSpan? heartbeat = Heartbeat.Read(parsed);
        return Curve.Apply(parsed, new ZeroRpcClientOptions
        {
            Timeout = Timeout.Read(parsed) ?? System.Threading.Timeout.InfiniteTimeSpan,
            ConnectTimeout = isActive ? IntervalsToLoss * heartbeat : null,
            Heartbeat = heartbeat,
            PassiveHeartbeat = !isActive,
            Linger = TimeSpan.Zero,
        });
    }

    /// <summary>A client that is connected to an address.</summary>
    /// <exception cref="ZeroRpcEndpointException">The address is malformed or not supported.</exception>
    public ZeroRpcClient Connect(ParseResult parsed, string address) => new(Reachable(address), ClientOptions(parsed));
}
