using System.CommandLine;
using ZeroRpc.Cli.CommandLine;

namespace ZeroRpc.Cli.Commands;

/// <summary>The options and positional arguments of the Python command line, and the additional options of this tool.</summary>
internal sealed class CallOptionSet
{
    public Option<bool> Client { get; } = new("--client") { Description = "Call a service (default)." };

    public Option<bool> Server { get; } = new("--server")
    {
        Description = "Serve the .NET type that stands for the command; see zerorpc-cs serve --help.",
    };

    public Option<string[]> Connect { get; } = new("--connect")
    {
        Description = "An address to connect to. May be repeated, and stand beside --bind; then no address stands before the command.",
        HelpName = "address",
    };

    public Option<string[]> Bind { get; } = new("--bind")
    {
        Description = "An address to listen on. May be repeated, and stand beside --connect.",
        HelpName = "address",
    };

    public ConnectionOptions Connection { get; } = new();

    public CountOption PoolSize { get; } = new("--pool-size", "How many calls may run at once; with --server. Default: no bound.");

    public Option<bool> Json { get; } = new("--json", "-j") { Description = "Parameters are JSON." };

    public Option<bool> PrintJson { get; } = new("--print-json", "-pj")
    {
        Description = "Print the result as JSON, without a line's end; a stream as one array.",
    };

    public Option<bool> Inspect { get; } = new("--inspect", "-?")
    {
        Description = "Show the signature and documentation of the command; without a command, all signatures.",
    };

    public Option<bool> Mixed { get; } = new("--mixed", "-m")
    {
        Description = "Parameters are strings, or JSON behind :=, a JSON file behind @, a file's bytes behind @bin:.",
    };

    public Option<bool> StandardInput { get; } = new("--stdin")
    {
        Description = "Make a call for each line of standard input: a JSON array of arguments, the method first if no command is given. " +
            "Each gives a line of JSON.",
    };

    public Option<bool> JsonLines { get; } = new("--ndjson") { Description = "Print a line of JSON for the value, or for each item." };

    public Option<string?> OutputFile { get; } = new("--output", "-o")
    {
        Description = "Write the result to a file, bytes as they are; - for standard output.",
        HelpName = "file",
    };

    public SecondsOption Idle { get; } = new("--idle", null, "The longest wait for the next item of a stream. Default: off.");

    public Argument<string?> Address { get; } = new("address")
    {
        Description = $"The service's address, such as tcp://127.0.0.1:4242. Default: ${ConnectionOptions.EndpointVariable}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Argument<string?> Method { get; } = new("command")
    {
        Description = "The remote method to call; without one, the methods are listed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Argument<string[]> Parameters { get; } = new("params")
    {
        Description = "The method's parameters.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The number of options that Python has. <see cref="AddTo"/> adds them first.</summary>
    public const int PythonsOwn = 13;

    /// <summary>Adds all options to a command, Python's own first.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            HelpOptions.CreateWithCommands(), Client, Server, Connect, Bind, Connection.Timeout, Connection.Heartbeat, PoolSize,
            Json, PrintJson, Inspect, Connection.ActiveHeartbeat, Connection.Messages.Debug,
            Mixed, StandardInput, JsonLines, OutputFile, Idle, Connection.ConnectTimeout, Connection.Header, Connection.Profile,
            Connection.Traceback, Connection.Messages.Quiet, .. Connection.Curve.All,
            new VersionOption { Description = "Show the version." },
        ];
        Array.ForEach(options, command.Options.Add);
        command.Arguments.Add(Address);
        command.Arguments.Add(Method);
        command.Arguments.Add(Parameters);
    }

    /// <summary>Returns all positional arguments in order.</summary>
    public string[] Positionals(ParseResult parsed) =>
        [.. new[] { parsed.GetValue(Address), parsed.GetValue(Method) }.OfType<string>(), .. parsed.GetValue(Parameters) ?? []];
}
