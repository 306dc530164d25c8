namespace ZeroRpc.Tests.Behaviour.Faults;

public sealed class UnreadableErrorsInMemory() : UnreadableErrorBehaviour(Carrier.Memory);

public sealed class UnreadableErrorsOverTcp() : UnreadableErrorBehaviour(Carrier.Tcp);

public sealed class UnreadableErrorsOverNetMq() : UnreadableErrorBehaviour(Carrier.NetMq);

public sealed class UnreadableErrorsOverIpc() : UnreadableErrorBehaviour(Carrier.Ipc);

/// <summary>User code throws an exception whose message and text throw as well, so that the exception cannot be reported in full.</summary>
public abstract class UnreadableErrorBehaviour(Carrier carrier) : OneWay.OneWayTest(carrier)
{
    [Fact]
    public async Task A_handler_s_exception_reaches_the_caller_by_its_name()
    {
        ZeroRpcClient client = ConnectTo("fail", () => { throw new UnreadableException(); });

        RemoteException failure = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("fail")).OrHang();

        Assert.Equal(nameof(UnreadableException), failure.Name);
        Assert.Contains("could not be read", failure.RemoteMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calls_after_it_are_answered()
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("fail", () => { throw new UnreadableException(); }),
            new ZeroRpcServerOptions { MaxConcurrentCalls = 1, Linger = TimeSpan.Zero });
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("fail")).OrHang();
        }
    }

    [Fact]
    public async Task A_hook_s_exception_fails_the_call_with_the_name_of_the_hook()
    {
        var options = new ZeroRpcClientOptions();
        options.Hooks.Add(new FaultyHooks());
        ZeroRpcClient client = Connect(server => server.AddMethod("add", (int a, int b) => a + b), client: options);

        HookException failure = await Assert.ThrowsAsync<HookException>(() => client.InvokeAsync<int>("add", 1, 2)).OrHang();

        Assert.Contains("ClientBeforeRequest", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resolver_s_exception_fails_the_calls_that_wait_for_it()
    {
        ZeroRpcClient client = NewClient(new ZeroRpcClientOptions
        {
            ResolveEndpoint = (_, _) => throw new UnreadableException(),
            ConnectTimeout = TimeSpan.FromMilliseconds(100),
        });
        client.Connect("tcp://workers:4242");

        await Assert.ThrowsAnyAsync<Exception>(() => client.InvokeAsync("add")).OrHang();
    }

    [Fact]
    public async Task The_events_after_it_are_handled_and_all_handlers_of_EventFailed_are_called()
    {
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { MaxConcurrentEvents = 1, Linger = TimeSpan.Zero });
        puller.EventFailed += (_, _) => throw new UnreadableException();
        puller.EventFailed += (_, failed) => Note($"{failed.Method} failed");
        puller.AddMethod("fail", () => { throw new UnreadableException(); });
        ZeroRpcPusher pusher = PusherTo(puller);

        await pusher.PushAsync("fail").OrHang();
        await pusher.PushAsync("note", "handled").OrHang();

        Assert.Equal(["fail failed", "handled"], [Next(), Next()]);
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new InvalidOperationException("The message throws.");

        public override string ToString() => throw new InvalidOperationException("The text throws.");
    }

    private sealed class FaultyHooks : IZeroRpcHooks
    {
        public void ClientBeforeRequest(ZeroRpcRequest request) => throw new UnreadableException();
    }
}
