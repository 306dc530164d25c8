namespace ZeroRpc.Cli.Output;

/// <summary>Lines on standard error that say what a command does, such as <c>connecting to</c>.</summary>
/// <param name="isQuiet">Whether to leave them out.</param>
internal sealed class Notices(bool isQuiet)
{
    /// <summary>Whether notices are left out.</summary>
    public bool IsQuiet => isQuiet;

    /// <summary>Writes a line.</summary>
    public void Write(string line)
    {
        if (!isQuiet)
        {
            Console.Error.WriteLine(line);
        }
    }
}
