using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using ZeroRpc.Cli.Calls;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;
using ZeroRpc.Cli.Profiles;

namespace ZeroRpc.Cli.OneWay;

/// <summary>The options that <c>push</c> and <c>pub</c> share: the endpoints and the events.</summary>
internal sealed class SendOptions
{
    private readonly Argument<string[]> _words = new("address method arguments")
    {
        Description = "Addresses to connect to " +
            $"(none: ${ConnectionOptions.EndpointVariable}, unless --listen is given), the method, and its arguments as strings.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _listen = OneWayEndpoints.CreateListen();
    private readonly Option<bool> _json = new("--json", "-j") { Description = "The arguments are JSON." };
    private readonly Option<bool> _mixed = new("--mixed", "-m")
    {
        Description = "The arguments are strings, :=json, @file.json or @bin:file.",
    };

    private readonly Option<bool> _standardInput = new("--stdin")
    {
        Description = "Send an event for each line of standard input: a JSON array of arguments, the method first if none is given.",
    };

    private readonly CurveOptions _curve = new();
    private readonly HeaderOption _header = new();
    private readonly ProfileOption _profile = new();
    private readonly MessageOptions _messages = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_words);
        Array.ForEach<Option>([_listen, _json, _mixed, _standardInput, _header, _profile], command.Options.Add);
        _messages.AddTo(command);
        _curve.AddTo(command);
    }

    /// <summary>Reads the endpoints and the events. The events are read one by one from the command line or standard input.</summary>
    /// <exception cref="CommandFailure">There is no address or no method, or an argument is not valid.</exception>
    public (OneWayEndpoints Endpoints, IAsyncEnumerable<(string Method, object?[] Args)> Events) Read(
        ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(_json) && parsed.GetValue(_mixed))
        {
            throw CommandFailure.Usage("--json and --mixed exclude each other.");
        }

        (OneWayEndpoints endpoints, string[] words) =
            OneWayEndpoints.Take(parsed.GetValue(_words) ?? [], parsed.GetValue(_listen) ?? [], _profile.Read(parsed));
        string? method = words.FirstOrDefault();
        if (parsed.GetValue(_standardInput))
        {
            return words.Length <= 1
                ? (endpoints, ReadLinesAsync(method, stop))
                : throw CommandFailure.Usage($"with --stdin the arguments come from the input: '{words[1]}' is too much.");
        }

        if (string.IsNullOrEmpty(method))
        {
            throw CommandFailure.Usage("give the method of the event, and its arguments; or --stdin.");
        }

        return (endpoints, new[] { (method, Arguments(parsed, words[1..])) }.ToAsyncEnumerable());
    }

    /// <summary>The options of every sender: the header entries, the log, the keys, and the time to send its last events.</summary>
    public TOptions Apply<TOptions>(ParseResult parsed, TOptions options)
        where TOptions : ZeroRpcOptions
    {
        options.Linger = Departure.Linger;
        options.LoggerFactory = _messages.Log(parsed);
        AddedHeader.AddTo(options, _header.Read(parsed, _profile.Read(parsed).Headers));
        return _curve.Apply(parsed, options);
    }

    /// <summary>Where notices go.</summary>
    public Notices Notices(ParseResult parsed) => _messages.Notices(parsed);

    private static async IAsyncEnumerable<(string Method, object?[] Args)> ReadLinesAsync(
        string? method, [EnumeratorCancellation] CancellationToken stop)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await foreach ((string Method, object?[] Args) line in new CallLines(method).ReadAsync(input, stop))
        {
            yield return line;
        }
    }

    private object?[] Arguments(ParseResult parsed, string[] words) =>
        parsed.GetValue(_json) ? Parameters.Json(words)
        : parsed.GetValue(_mixed) ? Parameters.Mixed(words)
        : Parameters.Plain(words);
}
