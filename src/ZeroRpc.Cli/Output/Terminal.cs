using Spectre.Console;

namespace ZeroRpc.Cli.Output;

/// <summary>Standard output for people. A pipe or a file gets no colour and no wrapping.</summary>
internal static class Terminal
{
    private const int Unwrapped = 10_000;

    /// <summary>Creates the console. Respects <c>NO_COLOR</c>.</summary>
    public static IAnsiConsole Create()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = Unwrapped;
        }

        return console;
    }
}
