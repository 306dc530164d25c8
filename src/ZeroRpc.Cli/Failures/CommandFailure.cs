namespace ZeroRpc.Cli.Failures;

/// <summary>Ends a command with an exit code and one line that says what is wrong and how to mend it.</summary>
/// <param name="exitCode">One of <see cref="Failures.ExitCode"/>.</param>
/// <param name="message">The line, without the tool's name.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class CommandFailure(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>One of <see cref="Failures.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>A wrong command line or input.</summary>
    public static CommandFailure Usage(string message, Exception? innerException = null) =>
        new(Failures.ExitCode.Usage, message, innerException);
}
