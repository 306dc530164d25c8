using System.Collections.Concurrent;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>The option that keeps user code off the threads that read sockets.</summary>
public abstract class InlineExecutionBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private const int Often = 1000;
    private const string LoopName = "ZeroRpc I/O";

    [Fact]
    public async Task Off_neither_handlers_nor_callers_run_on_a_loop() =>
        Assert.DoesNotContain(await RunAsync(inlineExecution: false).OrHang(), IsLoop);

    [Fact]
    public async Task On_short_code_runs_on_a_loop() => Assert.Contains(await RunAsync(inlineExecution: true).OrHang(), IsLoop);

    private static bool IsLoop(string thread) => thread.StartsWith(LoopName, StringComparison.Ordinal);

    /// <summary>Makes many calls one after the other. Returns the names of the threads that handlers and callers ran on.</summary>
    private async Task<ConcurrentBag<string>> RunAsync(bool inlineExecution)
    {
        var threads = new ConcurrentBag<string>();
        void Note() => threads.Add(Thread.CurrentThread.Name ?? "");
        string endpoint = Serve(server => server.AddMethod("work", Note), new ZeroRpcServerOptions { InlineExecution = inlineExecution });
        ZeroRpcClient client = NewClient(new ZeroRpcClientOptions { InlineExecution = inlineExecution }, endpoint);
        for (int i = 0; i < Often; i++)
        {
            await client.InvokeAsync("work").ConfigureAwait(false);
            Note();
        }

        return threads;
    }
}

public sealed class InlineExecutionOverTcp() : InlineExecutionBehaviour(Carrier.Tcp);

public sealed class InlineExecutionOverIpc() : InlineExecutionBehaviour(Carrier.Ipc);
