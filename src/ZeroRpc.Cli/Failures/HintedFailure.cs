namespace ZeroRpc.Cli.Failures;

/// <summary>A failure, and a sentence that helps the user further.</summary>
/// <param name="failure">The failure. It gives the exit code.</param>
/// <param name="hint">The sentence, with a space before it.</param>
internal sealed class HintedFailure(Exception failure, string hint) : Exception(failure.Message, failure)
{
    /// <summary>The failure.</summary>
    public Exception Failure => InnerException!;

    /// <summary>The sentence, with a space before it.</summary>
    public string Hint => hint;
}
