using System.Net.Sockets;
using System.Text;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>
/// The steps below ZeroRPC: whether there is a TCP connection, and whether a ZeroMQ socket that accepts calls is behind it. A step that
/// finds a problem returns its exit code.
/// </summary>
internal sealed class ConnectionSteps(ZmtpProbe probe, ExplanationText text)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(3);

    /// <summary>Checks that the port accepts connections.</summary>
    public async Task<int?> ConnectAsync(Endpoint address, CancellationToken stop)
    {
        using CancellationTokenSource limit = Limited(stop);
        try
        {
            await probe.ConnectAsync(address.Host, address.Port, limit.Token);
            return text.Good($"TCP: {address.Host} port {address.Port} accepts connections");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return text.Trouble(
                ExitCode.Timeout,
                $"TCP: no connection within {_limit.TotalSeconds} s",
                "Wrong host, host down, or a firewall that drops. Check the address.");
        }
        catch (SocketException failure)
        {
            return text.Trouble(ExitCode.Timeout, $"TCP: no connection ({failure.Message})", failure.SocketErrorCode switch
            {
                SocketError.ConnectionRefused =>
                    $"Nobody listens on port {address.Port} there. Start the server, or correct the port; a server " +
                    "bound to 127.0.0.1 is seen from its own machine only: bind it to tcp://*:port.",
                SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData =>
                    $"The host name '{address.Host}' has no address. Check its spelling.",
                _ => "Check the address, and the network between.",
            });
        }
    }

    /// <summary>Is it ZeroMQ, and with the security that we have?</summary>
    public async Task<int?> GreetAsync(CancellationToken stop)
    {
        using CancellationTokenSource limit = Limited(stop);
        byte[] greeting = await probe.GreetAsync(limit.Token);
        stop.ThrowIfCancellationRequested();
        if (greeting.Length == 0)
        {
            return text.Trouble(
                ExitCode.Protocol,
                "ZMTP: no greeting",
                "Something listens, but no ZeroMQ: another program, or a forwarder whose target is down.");
        }

        if (greeting[0] != 0xff || greeting.Length < 12)
        {
            string began = new([.. Encoding.Latin1.GetString(greeting).Take(20).Select(c => c is >= ' ' and <= '~' ? c : '.')]);
            return text.Trouble(
                ExitCode.Protocol,
                $"ZMTP: it answers '{began}', which is no ZeroMQ",
                "Another program has this port. Check the address.");
        }

        if (greeting.Length < 64)
        {
            return text.Trouble(
                ExitCode.Protocol, "ZMTP: half a greeting", "It is a ZeroMQ from before 2013 (ZMTP 2). Update its libzmq to 4.");
        }

        string mechanism = Encoding.ASCII.GetString(greeting, 12, 20).TrimEnd('\0');
        string security = mechanism == "NULL" ? "no security" : $"{mechanism} security";
        return mechanism == probe.Mechanism.Name
            ? text.Good($"ZMTP: greeting of version {greeting[10]}.{greeting[11]}, {security}")
            : text.Trouble(ExitCode.Handshake, $"ZMTP: it has {security}, and this side {Ours()}", mechanism switch
            {
                "CURVE" => "Give the server's public key by --curve-server-key, and this client's key, if it must be a known one, by --curve-key.",
                "NULL" => "What goes there can be read on the way, by whoever it is. Is the address right? Is the server to have CURVE as well?",
                _ => "This side can do CURVE, and nothing else. Open another endpoint beside it.",
            });
    }

    /// <summary>Checks that the socket of the peer accepts calls.</summary>
    public async Task<int?> HandshakeAsync(CancellationToken stop)
    {
        using CancellationTokenSource limit = Limited(stop);
        try
        {
            string type = await probe.HandshakeAsync(limit.Token);
            return type == "ROUTER"
                ? text.Good("ZMTP: a ROUTER socket, as a ZeroRPC server has")
                : text.Trouble(ExitCode.Protocol, $"ZMTP: a {type} socket, which takes no calls", type switch
                {
                    "DEALER" => "It is a client that was bound. Give the server's address.",
                    "PULL" or "PUB" or "PUSH" or "SUB" =>
                        "It is one end of ZeroRPC's push and pull or publish and subscribe, not a server.",
                    _ => "It is another ZeroMQ program. Check the address.",
                });
        }
        catch (PeerFault fault)
        {
            return text.Trouble(
                ExitCode.Handshake,
                $"ZMTP: the handshake failed: {fault.Message}",
                "See the server's log; it names the keys that it refuses.");
        }
        catch (Exception closed) when (closed is IOException && probe.Mechanism.Suspicion is { } suspicion)
        {
            return text.Trouble(
                ExitCode.Handshake,
                "ZMTP: the server closed the connection in the handshake",
                $"As it does at a client that has another key for it: {suspicion}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return text.Trouble(
                ExitCode.Protocol,
                "ZMTP: no READY after the greeting",
                "Its ZeroMQ hangs, or waits for an authentication. See the server's log.");
        }
    }

    private string Ours() => probe.Mechanism.Name == "NULL" ? "has none" : $"wants {probe.Mechanism.Name}";

    private static CancellationTokenSource Limited(CancellationToken stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        source.CancelAfter(_limit);
        return source;
    }
}
