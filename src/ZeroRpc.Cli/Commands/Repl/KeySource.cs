namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>The keys of the terminal. While a call is running, Ctrl-C cancels it, and other keys are stored for the next line.</summary>
internal sealed class KeySource
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(30);

    private readonly Queue<ConsoleKeyInfo> _ahead = new();

    /// <summary>Handles Ctrl-C as a key, so that it cancels a call and not the tool.</summary>
    public KeySource() => Console.TreatControlCAsInput = true;

    public ConsoleKeyInfo Read() => _ahead.TryDequeue(out ConsoleKeyInfo key) ? key : Console.ReadKey(intercept: true);

    /// <summary>Runs an action that Ctrl-C cancels.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken stop)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<T> running = action(interrupt.Token);
        while (await Task.WhenAny(running, Task.Delay(_poll, CancellationToken.None)) != running)
        {
            while (Console.KeyAvailable)
            {
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                if (key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                {
                    Console.WriteLine("^C");
                    interrupt.Cancel();
                }
                else
                {
                    _ahead.Enqueue(key);
                }
            }
        }

        return await running;
    }
}
