using ZeroRpc.Cli.Failures;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>Walks through why a service does not answer, a line a step: what was found, and at the first trouble what to change.</summary>
internal static class PingExplanation
{
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

        await using var probe = new ZmtpProbe(settings.Security);
        var text = new ExplanationText(output);
        var connection = new ConnectionSteps(probe, text);
        var answer = new AnswerSteps(probe, settings, text);
        try
        {
            return await connection.ConnectAsync(address, stop)
                ?? await connection.GreetAsync(stop)
                ?? await connection.HandshakeAsync(stop)
                ?? await answer.PingAsync(stop)
                ?? await answer.HeartbeatsAsync(stop)
                ?? ExitCode.Done;
        }
        catch (IOException cut)
        {
            return text.Trouble(
                ExitCode.Protocol,
                $"the connection broke off ({cut.Message})",
                "Something closes it: a proxy, or a server that refuses us. See its log.");
        }
    }
}
