using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Failures;

/// <summary>Converts the exception that ended a command to an exit code and a line on standard error.</summary>
internal static class FailureReport
{
    private const StringSplitOptions NoBlankLines = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
    private const int UnixBrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsPipeClosing = unchecked((int)0x800700E8);

    /// <summary>Writes the line and returns the exit code.</summary>
    /// <param name="failure">The exception that ended the command.</param>
    /// <param name="withTraceback">Whether to write the traceback of the remote as well.</param>
    public static async Task<int> WriteAsync(Exception failure, bool withTraceback)
    {
        if (failure is OperationCanceledException || IsReaderGone(failure))
        {
            return CodeOf(failure);
        }

        if (withTraceback && Cause(failure) is RemoteException { Traceback: { Length: > 0 } traceback })
        {
            await Console.Error.WriteLineAsync(PrintableText.EscapeLines(traceback.TrimEnd()));
        }

        await WriteLineAsync(await DescribeAsync(failure));
        return CodeOf(failure);
    }

    /// <summary>Writes a line of the tool's own. Line breaks become spaces, and other characters that are not text on a terminal are escaped.</summary>
    public static Task WriteLineAsync(string message) =>
        Console.Error.WriteLineAsync("zerorpc-cs: " + PrintableText.Escape(string.Join(' ', message.Split(['\n', '\r'], NoBlankLines))));

    /// <summary>Returns the exit code of an exception.</summary>
    public static int CodeOf(Exception failure) => failure switch
    {
        HintedFailure hinted => CodeOf(hinted.Failure),
        CommandFailure own => own.ExitCode,
        OperationCanceledException => ExitCode.Interrupted,
        _ when IsReaderGone(failure) => ExitCode.Done,
        RemoteException => ExitCode.RemoteError,
        CallTimeoutException or NotConnectedException or TimeoutException => ExitCode.Timeout,
        LostRemoteException => ExitCode.LostRemote,
        ZeroRpcEndpointException => ExitCode.Endpoint,
        ProtocolException => ExitCode.Protocol,
        HandshakeException => ExitCode.Handshake,
        ValueConversionException or MessageTooLargeException or IOException or UnauthorizedAccessException => ExitCode.Usage,
        _ => ExitCode.Internal,
    };

    /// <summary>
    /// Returns true if the reader of the output has gone, as with <c>| head</c>. This ends the command but is not an error.
    /// </summary>
    private static bool IsReaderGone(Exception failure) =>
        failure is IOException { HResult: UnixBrokenPipe or WindowsBrokenPipe or WindowsPipeClosing };

    private static Exception Cause(Exception failure) => failure is HintedFailure hinted ? hinted.Failure : failure;

    private static async Task<string> DescribeAsync(Exception failure)
    {
        string line = LineOf(Cause(failure)) + await HintAsync(Cause(failure));
        return failure is HintedFailure { Hint: { Length: > 0 } hint } ? line + (line[^1] is '.' or '?' ? "" : ".") + hint : line;
    }

    private static Task<string> HintAsync(Exception failure) => failure is CallTimeoutException or NotConnectedException
        ? ListenerProbe.HintAsync(((ZeroRpcException)failure).Endpoint)
        : Task.FromResult("");

    private static string LineOf(Exception failure) => failure switch
    {
        RemoteException { RemoteMessage: { Length: > 0 } message } remote => $"{remote.Name}: {message}",
        RemoteException remote => remote.Name,

        // Only the first sentence. The probe determines the possible cause.
        CallTimeoutException or NotConnectedException => failure.Message.Split(". ")[0].TrimEnd('.') + ".",
        CommandFailure or ZeroRpcException or IOException or UnauthorizedAccessException => failure.Message,
        _ => $"this is a bug of zerorpc-cs, please report it with the command line: {failure.GetType().Name}: {failure.Message}",
    };
}
