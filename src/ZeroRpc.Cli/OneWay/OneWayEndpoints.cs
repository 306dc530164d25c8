using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;
using ZeroRpc.Cli.Profiles;

namespace ZeroRpc.Cli.OneWay;

/// <summary>
/// The endpoints of <c>push</c>, <c>pull</c>, <c>pub</c> and <c>sub</c>. Their option to listen is <c>--listen</c>, as for <c>trace</c>,
/// because <c>--bind</c> selects Python's command line, where these words are remote methods.
/// </summary>
/// <param name="Connect">The addresses to connect to.</param>
/// <param name="Listen">The addresses to listen on.</param>
internal sealed record OneWayEndpoints(IReadOnlyList<string> Connect, IReadOnlyList<string> Listen)
{
    /// <summary>Creates the option to listen.</summary>
    public static Option<string[]> CreateListen() => new("--listen")
    {
        Description = "An address to listen on, such as tcp://*:1234 or ipc:///path; port 0 and ipc://* take a free one. " +
            "May be repeated, and stand beside addresses.",
        HelpName = "address",
    };

    /// <summary>Separates the addresses, which come first, from the other arguments. Without an address, that of the environment is used.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static (OneWayEndpoints Endpoints, string[] Others) Take(string[] positionals, string[] listen, Profile profile)
    {
        string[] connect = [.. positionals.TakeWhile(ConnectionOptions.IsAddress)];
        string[] others = positionals[connect.Length..];
        if (connect.Length + listen.Length == 0)
        {
            (string address, others) = ConnectionOptions.TakeAddress(others, profile);
            connect = [address];
        }

        return (new OneWayEndpoints(connect, listen), others);
    }

    /// <summary>Listens and connects; says where, in the words of a call.</summary>
    /// <exception cref="ZeroRpcEndpointException">An address is malformed, not supported, or taken.</exception>
    public void Open(ZeroRpcOneWay socket, Notices notices)
    {
        foreach (string address in Listen)
        {
            notices.Write($"binding to \"{socket.Bind(ConnectionOptions.Reachable(address))}\"");
        }

        foreach (string address in Connect)
        {
            socket.Connect(ConnectionOptions.Reachable(address));
            notices.Write($"connecting to \"{address}\"");
        }
    }

    /// <summary>Probes the addresses to connect to by TCP, and returns a sentence with the result.</summary>
    /// <param name="peer">The kind of peer that is expected there.</param>
    public Task<string> HintAsync(string peer) =>
        ListenerProbe.HintAsync(string.Join(", ", Connect), $"but no {peer}, or one that takes no more: is it the right address?");
}
