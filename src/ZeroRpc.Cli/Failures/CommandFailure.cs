namespace ZeroRpc.Cli.Failures;

/// <summary>Ends a command with an exit code and a one-line message that states the problem and how to solve it.</summary>
/// <param name="exitCode">One of <see cref="Failures.ExitCode"/>.</param>
/// <param name="message">The message, without the name of the tool.</param>
/// <param name="innerException">The cause, or null.</param>
internal sealed class CommandFailure(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>One of <see cref="Failures.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Creates the failure for an invalid command line or input.</summary>
    public static CommandFailure Usage(string message, Exception? innerException = null) =>
        new(Failures.ExitCode.Usage, message, innerException);
}
