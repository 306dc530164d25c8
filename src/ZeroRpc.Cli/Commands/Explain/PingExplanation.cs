using ZeroRpc.Cli.Failures;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>
/// Explains why a service does not reply. Prints one line per step, and stops at the first problem with advice on what to change.
/// </summary>
internal static class PingExplanation
{
    /// <summary>Runs the steps.</summary>
    /// <param name="endpoint">The address of the service.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="output">The output.</param>
    /// <param name="stop">Cancels the explanation.</param>
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
