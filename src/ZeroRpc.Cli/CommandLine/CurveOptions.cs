using System.CommandLine;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>The options that encrypt a command's connections by CURVE, and the variables that stand in for them.</summary>
internal sealed class CurveOptions
{
    /// <summary>Stands in for <c>--curve-key</c>.</summary>
    public const string KeyVariable = "ZERORPC_CURVE_KEY";

    /// <summary>Stands in for <c>--curve-server-key</c>.</summary>
    public const string ServerKeyVariable = "ZERORPC_CURVE_SERVER_KEY";

    /// <summary>Stands in for <c>--curve-allow</c>, with a semicolon between several.</summary>
    public const string AllowVariable = "ZERORPC_CURVE_ALLOW";

    private const string Anybody = "any";

    private readonly Option<string?> _key = new("--curve-key")
    {
        Description = $"The file with this side's secret key, as keygen makes it. Default: ${KeyVariable}.",
        HelpName = "file",
    };

    private readonly Option<string?> _serverKey = new("--curve-server-key")
    {
        Description = $"The server's public key, or a file with it: connections are encrypted, and made to its owner alone. Default: ${ServerKeyVariable}.",
        HelpName = "key",
    };

    private readonly Option<string[]> _allow = new("--curve-allow")
    {
        Description = "With --curve-key: be the server of CURVE, and admit a client by its public key, a file with it, or a folder of files " +
            $"name.key; '{Anybody}' admits every key. May be repeated. Default: ${AllowVariable}.",
        HelpName = "key",
    };

    /// <summary>The options, in the order in which help lists them.</summary>
    public IEnumerable<Option> All => [_key, _serverKey, _allow];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>
    /// Gives a socket its keys, where there are any. What stands on the command line goes before variables; of these, a server follows whom to
    /// admit, and everything else the server's key.
    /// </summary>
    /// <exception cref="CommandFailure">An option is missing or wrong.</exception>
    public TOptions Apply<TOptions>(ParseResult parsed, TOptions options)
        where TOptions : ZeroRpcOptions
    {
        string? key = parsed.GetValue(_key) ?? Variable(KeyVariable);
        string? serverKey = parsed.GetValue(_serverKey);
        string[] allowed = parsed.GetValue(_allow) ?? [];
        if (serverKey is not null && allowed.Length > 0)
        {
            throw CommandFailure.Usage($"{_serverKey.Name} is for the client of CURVE and {_allow.Name} for its server: give one of them.");
        }

        if (serverKey is null && allowed.Length == 0)
        {
            serverKey = options is ZeroRpcServerOptions ? null : Variable(ServerKeyVariable);
            allowed = serverKey is null ? VariableList(AllowVariable) : [];
        }

        return (key, serverKey, allowed) switch
        {
            (null, null, []) => options,
            (_, not null, _) => options.UseCurve(new CurveClientOptions
            {
                ServerKey = Read(_serverKey.Name, serverKey, PublicKeyOf),
                Keys = key is null ? null : Read(_key.Name, key, KeysOf),
            }),
            (not null, _, [_, ..]) => options.UseCurve(Server(Read(_key.Name, key, KeysOf), allowed)),
            (null, _, _) => throw CommandFailure.Usage($"{_allow.Name} needs this side's own key: {_key.Name} FILE, which zerorpc-cs keygen makes."),
            _ => throw CommandFailure.Usage(
                $"{_key.Name} alone does not say with whom: give {_serverKey.Name}, the server's public key; to serve, {_allow.Name} for each client."),
        };
    }

    private CurveServerOptions Server(CurveKeyPair keys, string[] allowed)
    {
        if (allowed.Contains(Anybody))
        {
            return new CurveServerOptions { Keys = keys, AllowAnyClient = true };
        }

        var clients = new CurveAllowedClients();
        foreach (string one in allowed)
        {
            Read(_allow.Name, one, text => Admit(text, clients));
        }

        return new CurveServerOptions { Keys = keys, AllowedClients = clients };
    }

    private static bool Admit(string text, CurveAllowedClients clients)
    {
        if (!Directory.Exists(text))
        {
            clients.Add(PublicKeyOf(text), File.Exists(text) ? Path.GetFileNameWithoutExtension(text) : null);
            return true;
        }

        foreach ((CurvePublicKey key, string name) in CurveAllowedClients.FromFolder(text).Clients)
        {
            clients.Add(key, name);
        }

        return true;
    }

    // The file first: a path of 40 characters may be a key as well.
    private static CurvePublicKey PublicKeyOf(string text) =>
        File.Exists(text) ? CurvePublicKey.Load(text)
        : CurvePublicKey.TryParse(text, out CurvePublicKey? key) ? key
        : throw new FormatException($"'{text}' is neither a key of 40 characters nor a file.");

    private CurveKeyPair KeysOf(string text) => CurvePublicKey.TryParse(text, out _) && !File.Exists(text)
        ? throw new FormatException("give a file: other users of this machine see a command line, and its secrets.")
        : CurveKeyPair.Load(text);

    private static T Read<T>(string option, string text, Func<string, T> read)
    {
        try
        {
            return read(text);
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"{option}: {wrong.Message}", wrong);
        }
    }

    private static string[] VariableList(string name) =>
        (Variable(name) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
