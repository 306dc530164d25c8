using System.Net.Sockets;
using System.Text;
using ZeroRpc.Cli.Commands.Trace;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>Walks through why a service does not answer, a line a step: what was found, and at the first trouble what to change.</summary>
internal sealed class PingExplanation
{
    private static readonly TimeSpan _stepLimit = TimeSpan.FromSeconds(3);

    private readonly ExplainSettings _settings;
    private readonly TextWriter _output;

    private PingExplanation(ExplainSettings settings, TextWriter output) => (_settings, _output) = (settings, output);

    /// <summary>Explains.</summary>
    /// <param name="endpoint">The service's address.</param>
    /// <param name="settings">What to try.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The exit code that a call would have.</returns>
    /// <exception cref="ZeroRpcEndpointException">The address is malformed or not supported.</exception>
    public static async Task<int> RunAsync(string endpoint, ExplainSettings settings, TextWriter output, CancellationToken stop)
    {
        Endpoint address = Endpoint.ForConnect(endpoint);
        if (address.Scheme != TransportScheme.Tcp)
        {
            throw CommandFailure.Usage($"'{endpoint}' is inside one process; only tcp:// addresses can be explained.");
        }

        await using var probe = new ZmtpProbe();
        var explanation = new PingExplanation(settings, output);
        try
        {
            return await explanation.ConnectAsync(probe, address, stop)
                ?? await explanation.GreetAsync(probe, stop)
                ?? await explanation.HandshakeAsync(probe, stop)
                ?? await explanation.PingAsync(probe, stop)
                ?? await explanation.HeartbeatsAsync(probe, stop);
        }
        catch (IOException cut)
        {
            return explanation.Trouble(
                ExitCode.Protocol,
                $"the connection broke off ({cut.Message})",
                "Something closes it: a proxy, or a server that refuses us. See its log.");
        }
    }

    private async Task<int?> ConnectAsync(ZmtpProbe probe, Endpoint address, CancellationToken stop)
    {
        using CancellationTokenSource limit = Limit(_stepLimit, stop);
        try
        {
            await probe.ConnectAsync(address.Host, address.Port, limit.Token);
            return Good($"TCP: {address.Host} port {address.Port} accepts connections");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Trouble(
                ExitCode.Timeout,
                $"TCP: no connection within {_stepLimit.TotalSeconds} s",
                "Wrong host, host down, or a firewall that drops. Check the address.");
        }
        catch (SocketException failure)
        {
            return Trouble(ExitCode.Timeout, $"TCP: no connection ({failure.Message})", failure.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"Nobody listens on port {address.Port} there. Start the server, or correct the port; a server bound to " +
                    "127.0.0.1 is seen from its own machine only: bind it to tcp://*:port.",
                SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => $"The host name '{address.Host}' has no address. Check its spelling.",
                _ => "Check the address, and the network between.",
            });
        }
    }

    private async Task<int?> GreetAsync(ZmtpProbe probe, CancellationToken stop)
    {
        using CancellationTokenSource limit = Limit(_stepLimit, stop);
        byte[] greeting = await probe.GreetAsync(limit.Token);
        stop.ThrowIfCancellationRequested();
        if (greeting.Length == 0)
        {
            return Trouble(
                ExitCode.Protocol,
                "ZMTP: no greeting",
                "Something listens, but no ZeroMQ: another program, or a forwarder whose target is down.");
        }

        if (greeting[0] != 0xff || greeting.Length < 12)
        {
            string began = new([.. Encoding.Latin1.GetString(greeting).Take(20).Select(c => c is >= ' ' and <= '~' ? c : '.')]);
            return Trouble(
                ExitCode.Protocol,
                $"ZMTP: it answers '{began}', which is no ZeroMQ",
                "Another program has this port. Check the address.");
        }

        if (greeting.Length < 64)
        {
            return Trouble(ExitCode.Protocol, "ZMTP: half a greeting", "It is a ZeroMQ from before 2013 (ZMTP 2). Update its libzmq to 4.");
        }

        string mechanism = Encoding.ASCII.GetString(greeting, 12, 20).TrimEnd('\0');
        return mechanism == "NULL"
            ? Good($"ZMTP: greeting of version {greeting[10]}.{greeting[11]}, no security")
            : Trouble(
                ExitCode.Protocol,
                $"ZMTP: it wants {mechanism} security",
                "This tool speaks without security only. Open a plain endpoint beside it.");
    }

    private async Task<int?> HandshakeAsync(ZmtpProbe probe, CancellationToken stop)
    {
        using CancellationTokenSource limit = Limit(_stepLimit, stop);
        try
        {
            string type = await probe.HandshakeAsync(limit.Token);
            return type == "ROUTER"
                ? Good("ZMTP: a ROUTER socket, as a ZeroRPC server has")
                : Trouble(ExitCode.Protocol, $"ZMTP: a {type} socket, which takes no calls", type switch
                {
                    "DEALER" => "It is a client that was bound. Give the server's address.",
                    "PULL" or "PUB" or "PUSH" or "SUB" => "It is one end of ZeroRPC's push and pull or publish and subscribe, not a server.",
                    _ => "It is another ZeroMQ program. Check the address.",
                });
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Trouble(
                ExitCode.Protocol,
                "ZMTP: no READY after the greeting",
                "Its ZeroMQ hangs, or waits for an authentication. See the server's log.");
        }
    }

    private async Task<int?> PingAsync(ZmtpProbe probe, CancellationToken stop)
    {
        TimeSpan limit = Shorter(_settings.Timeout ?? TimeSpan.FromSeconds(30), 3 * (_settings.Heartbeat ?? TimeSpan.FromSeconds(5)) + TimeSpan.FromSeconds(1));
        ProbeResult result = await ProbeCall.RunAsync(probe, "_zerorpc_ping", [], limit, untilHeartbeat: false, stop);
        if (result.Answer is { } answer)
        {
            return Good($"answer: {RecordedCall.TextOf(answer)} after {result.After.TotalMilliseconds:0.0} ms");
        }

        string waited = $"answer: none within {limit.TotalSeconds:0.#} s";
        return result.FirstHeartbeat is not null
            ? Trouble(
                ExitCode.Timeout,
                waited + ", but heartbeats come",
                "The server lives and is busy: too many calls wait. Raise its pool size, or call less.")
            : Trouble(
                ExitCode.Timeout,
                waited + ", and no heartbeat back",
                "The server's thread is blocked (a handler computes or sleeps without yielding), its pool is used up, or this is a ROUTER that " +
                "speaks no ZeroRPC. Look at what the server is doing; in Python use gevent.sleep and more processes.");
    }

    private async Task<int> HeartbeatsAsync(ZmtpProbe probe, CancellationToken stop)
    {
        if (_settings.Method is not { } method)
        {
            Good("heartbeats: not looked at, since they flow only while a call runs: name a method that lasts, and its arguments");
            return ExitCode.Done;
        }

        TimeSpan limit = _settings.Timeout ?? TimeSpan.FromSeconds(30);
        ProbeResult result = await ProbeCall.RunAsync(probe, method, _settings.Args, limit, untilHeartbeat: true, stop);
        return result switch
        {
            { FirstHeartbeat: { } theirs } => Compare(theirs),
            { Answer: { } answer } => Good(
                $"heartbeats: {method} answered {RecordedCall.TextOf(answer)} after {result.After.TotalSeconds:0.0} s, before one was due: take a longer call") ?? ExitCode.Done,
            _ => Trouble(
                ExitCode.LostRemote, $"heartbeats: {method} gave neither an answer nor a heartbeat in {limit.TotalSeconds:0.#} s",
                "An active client loses the server. Either its heartbeats are off (use --heartbeat off), or the method blocks the server's thread: in Python " +
                "it must yield (gevent.sleep), or run elsewhere. A Node server is silent too where it has no such method."),
        };
    }

    private int Compare(TimeSpan theirs)
    {
        string found = $"heartbeats: the server's interval is {theirs.TotalSeconds:0.0} s";
        return _settings.Heartbeat switch
        {
            { } ours when ours > 2 * theirs => Trouble(
                ExitCode.LostRemote, $"{found}, ours {ours.TotalSeconds:0.#} s: it gives us up after {(2 * theirs).TotalSeconds:0.0} s", Fit(theirs)),
            { } ours when theirs > 2 * ours => Trouble(
                ExitCode.LostRemote, $"{found}, ours {ours.TotalSeconds:0.#} s: we give it up after {(2 * ours).TotalSeconds:0.0} s", Fit(theirs)),
            { } ours => Good($"{found}, ours {ours.TotalSeconds:0.#} s: they fit") ?? ExitCode.Done,
            null => Trouble(ExitCode.LostRemote, $"{found}, ours off: it gives us up after {(3 * theirs).TotalSeconds:0.0} s", Fit(theirs)),
        };
    }

    private static string Fit(TimeSpan theirs) => $"Give both sides the same: --heartbeat {Math.Max(Math.Round(theirs.TotalSeconds, 1), 0.1):0.#} here.";

    private int? Good(string found)
    {
        Write("ok", found);
        return null;
    }

    private int Trouble(int exitCode, string found, string advice)
    {
        Write("trouble", found);
        Write("", advice);
        return exitCode;
    }

    private void Write(string head, string text)
    {
        const int Indent = 9;
        const int Width = 80;
        var line = new StringBuilder(head.PadRight(Indent - 1));
        foreach (string word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                _output.WriteLine(line);
                line.Clear().Append(' ', Indent - 1);
            }

            line.Append(' ').Append(word);
        }

        _output.WriteLine(line);
    }

    private static CancellationTokenSource Limit(TimeSpan limit, CancellationToken stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        source.CancelAfter(limit);
        return source;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
