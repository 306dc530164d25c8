using System.CommandLine;
using System.Text;
using ZeroRpc.Cli.Calls;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Hosting;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Commands;

/// <summary>The Python command line, which runs if the first word is not a command.</summary>
internal sealed class CallCommand
{
    private readonly CallOptionSet _options;
    private readonly ParseResult _parsed;
    private readonly Links _links;
    private readonly string? _method;
    private readonly string[] _words;

    private CallCommand(CallOptionSet options, ParseResult parsed)
    {
        (_options, _parsed) = (options, parsed);
        string[] bind = parsed.GetValue(options.Bind) ?? [];
        string[] connect = parsed.GetValue(options.Connect) ?? [];
        string[] words = options.Positionals(parsed);
        bool hasAddress = words is [var first, ..] && ConnectionOptions.IsAddress(first);
        if (bind.Length + connect.Length == 0 && (hasAddress || !Given(options.Server)))
        {
            (string address, words) = options.Connection.TakeAddress(parsed, words);
            connect = [address];
        }

        _links = new Links(bind, connect);
        _method = words is [{ Length: > 0 } method, ..] ? method : null;
        _words = [.. words.Skip(1)];
    }

    public static Command Create()
    {
        var options = new CallOptionSet();
        var command = new Command(CommandRunner.ToolName, "Call a ZeroRPC service as Python's zerorpc command does, or serve a .NET type.");
        options.AddTo(command);
        command.SetAction((parsed, stop) => new CallCommand(options, parsed).RunAsync(stop));
        return command;
    }

    /// <summary>Rewrites the arguments so that the command's parser reads them without ambiguity.</summary>
    /// <exception cref="CommandFailure">The arguments are not valid.</exception>
    public static IReadOnlyList<string> Rewrite(Command command, IEnumerable<string> args) =>
        new PythonArguments([.. command.Options], CallOptionSet.PythonsOwn).Rewrite(args);

    private Task<int> RunAsync(CancellationToken stop)
    {
        RefuseBoth(_options.Client, _options.Server);
        RefuseBoth(_options.Json, _options.Mixed);
        RefuseBoth(_options.PrintJson, _options.JsonLines);
        return Given(_options.Server) ? ServeAsync(stop) : CallAsync(stop);
    }

    private void RefuseBoth(Option<bool> one, Option<bool> other)
    {
        if (Given(one) && Given(other))
        {
            throw CommandFailure.Usage($"{one.Name} and {other.Name} exclude each other.");
        }
    }

    private bool Given(Option<bool> option) => _parsed.GetValue(option);

    private Task<int> ServeAsync(CancellationToken stop)
    {
        string[] service = _method is null ? [] : [_method, .. _words];
        var options = new ZeroRpcServerOptions
        {
            Heartbeat = _options.Connection.Heartbeat.Read(_parsed),
            MaxConcurrentCalls = _parsed.GetValue(_options.PoolSize),
            LoggerFactory = _options.Connection.Messages.Log(_parsed),
        };
        _options.Connection.Curve.Apply(_parsed, options);
        Notices notices = _options.Connection.Messages.Notices(_parsed);
        return ServiceHost.RunAsync(new HostSettings(service, _links.Bind, _links.Connect, options, notices), stop);
    }

    private async Task<int> CallAsync(CancellationToken stop)
    {
        bool isBatch = Given(_options.StandardInput);
        object?[] args = isBatch ? [] : Arguments();
        ZeroRpcClientOptions clientOptions = _options.Connection.ClientOptions(_parsed);
        await using ZeroRpcClient client = _links.Open(clientOptions, _options.Connection.Messages.Notices(_parsed));
        if (isBatch)
        {
            using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
            return await new BatchCalls(client, _method, Settings()).RunAsync(input, stop);
        }

        if (_method is null || Given(_options.Inspect))
        {
            await ListAsync(client, stop);
        }
        else
        {
            await CallAsync(client, _method, args, stop);
        }

        return ExitCode.Done;
    }

    private Task CallAsync(ZeroRpcClient client, string method, object?[] args, CancellationToken stop)
    {
        Task Call() => new SingleCall(client, Settings()).RunAsync(method, args, stop);
        return Program.CommandNames.Contains(method)
            ? HintingAtOrderAsync(method, Call)
            : UnknownMethod.HintingAsync(client, method, Call, stop);
    }

    /// <summary>A command's word after the address is a remote method. If there is no such method, the word was meant as the command.</summary>
    private async Task HintingAtOrderAsync(string method, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (ZeroRpcException failure) when (UnknownMethod.Is(failure, method) || failure is CallTimeoutException)
        {
            const string Tool = CommandRunner.ToolName;
            throw new HintedFailure(
                failure, $" '{method}' is also a command, and commands stand first: {Tool} {method} {string.Join(' ', _links.Connect)}");
        }
    }

    private async Task ListAsync(ZeroRpcClient client, CancellationToken stop)
    {
        ServiceDescription service = await client.InspectAsync(stop);
        string listing = _method is not null ? PythonListing.Method(service, _method)
            : Given(_options.Inspect) ? PythonListing.Signatures(service)
            : PythonListing.Names(service);
        await using Stream output = StandardOutput.Open();
        await output.WriteAsync(Encoding.UTF8.GetBytes(listing), stop);
    }

    private object?[] Arguments() =>
        Given(_options.Json) ? Parameters.Json(_words)
        : Given(_options.Mixed) ? Parameters.Mixed(_words)
        : Parameters.Plain(_words);

    private CommandCall Settings() => new(
        Given(_options.JsonLines) ? OutputFormat.JsonLines : Given(_options.PrintJson) ? OutputFormat.PythonJson : OutputFormat.Python,
        _parsed.GetValue(_options.OutputFile),
        _options.Idle.Read(_parsed));
}
