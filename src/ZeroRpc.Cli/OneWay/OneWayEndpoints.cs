using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;

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

    /// <summary>
    /// Splits the addresses, which come first, from the other arguments. Uses the environment variable if there is no address.
    /// </summary>
    /// <exception cref="CommandFailure">There is no address.</exception>
    public static (OneWayEndpoints Endpoints, string[] Others) Take(string[] positionals, string[] listen)
    {
        string[] connect = [.. positionals.TakeWhile(ConnectionOptions.IsAddress)];
        string[] others = positionals[connect.Length..];
        if (connect.Length + listen.Length == 0)
        {
            (string address, others) = ConnectionOptions.TakeAddress(others);
            connect = [address];
        }

        return (new OneWayEndpoints(connect, listen), others);
    }

    /// <summary>Binds and connects. Prints the endpoints to standard error, as a call does.</summary>
    /// <exception cref="ZeroRpcEndpointException">An address is malformed, not supported, or in use.</exception>
    public void Open(ZeroRpcSocket socket)
    {
        foreach (string address in Listen)
        {
            Console.Error.WriteLine($"binding to \"{socket.Bind(ConnectionOptions.Reachable(address))}\"");
        }

        foreach (string address in Connect)
        {
            socket.Connect(ConnectionOptions.Reachable(address));
            Console.Error.WriteLine($"connecting to \"{address}\"");
        }
    }

    /// <summary>Probes the addresses to connect to by TCP, and returns a sentence with the result.</summary>
    /// <param name="peer">The kind of peer that is expected there.</param>
    public Task<string> HintAsync(string peer) =>
        ListenerProbe.HintAsync(string.Join(", ", Connect), $"but no {peer}, or one that takes no more: is it the right address?");
}
