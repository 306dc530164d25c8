namespace ZeroRpc.Tests.Server;

/// <summary>A type is served by objects that an activator gives, one for each call.</summary>
public sealed class ActivatedServicesTests
{
    private readonly string _endpoint = $"inproc://activated-{Guid.NewGuid():N}";

    [Fact]
    public async Task Each_call_is_answered_by_the_object_it_was_given()
    {
        int made = 0;
        await using ZeroRpcServer server = Serve(typeof(Counter), _ => new ServiceLease(new Counter(++made)));
        await using var client = new ZeroRpcClient(_endpoint);

        int[] numbers = [await client.InvokeAsync<int>("Number"), await client.InvokeAsync<int>("Number")];

        Assert.Equal([1, 2], numbers);
    }

    [Fact]
    public async Task The_activator_is_told_of_the_call()
    {
        string? method = null;
        await using ZeroRpcServer server = Serve(typeof(Counter), call =>
        {
            method = call.Method;
            return new ServiceLease(new Counter(1));
        });
        await using var client = new ZeroRpcClient(_endpoint);

        await client.InvokeAsync("Number");

        Assert.Equal("Number", method);
    }

    [Fact]
    public async Task The_owner_is_disposed_once_after_the_call()
    {
        var owner = new Owner();
        await using ZeroRpcServer server = Serve(typeof(Counter), _ => new ServiceLease(new Counter(1), owner));
        await using var client = new ZeroRpcClient(_endpoint);

        await client.InvokeAsync("Number");
        await owner.Disposed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, owner.Count);
    }

    [Fact]
    public async Task What_the_activator_throws_the_caller_gets()
    {
        await using ZeroRpcServer server = Serve(typeof(Counter), _ => throw new RemoteException("Closed", "come back tomorrow"));
        await using var client = new ZeroRpcClient(_endpoint);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("Number"));

        Assert.Equal(("Closed", "come back tomorrow"), (error.Name, error.Message));
    }

    [Fact]
    public async Task Nothing_is_given_to_a_call_whose_arguments_are_too_many()
    {
        bool asked = false;
        await using ZeroRpcServer server = Serve(typeof(Counter), _ =>
        {
            asked = true;
            return new ServiceLease(new Counter(1));
        });
        await using var client = new ZeroRpcClient(_endpoint);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("Number", 1, 2));

        Assert.Equal("TypeError", error.Name);
        Assert.False(asked);
    }

    [Fact]
    public async Task An_interface_exposes_its_methods_and_those_it_inherits()
    {
        await using ZeroRpcServer server = Serve(typeof(INamed), _ => new ServiceLease(new Counter(7)));
        await using var client = new ZeroRpcClient(_endpoint);

        ServiceDescription service = await client.InspectAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["Name", "Number"], service.Methods.Select(method => method.Name).Order());
        Assert.Equal("counter 7", await client.InvokeAsync<string>("Name"));
    }

    [Fact]
    public async Task An_open_generic_type_is_refused()
    {
        await using var server = new ZeroRpcServer();

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => server.AddActivated(typeof(List<>), _ => new ServiceLease(new List<int>())));

        Assert.StartsWith("System.Collections.Generic.List`1[T] has open type parameters", error.Message, StringComparison.Ordinal);
    }

    private ZeroRpcServer Serve(Type type, ServiceActivator activator)
    {
        ZeroRpcServer server = new ZeroRpcServer().AddActivated(type, activator);
        server.Bind(_endpoint);
        server.Start();
        return server;
    }

    public interface INumbered
    {
        int Number();
    }

    public interface INamed : INumbered
    {
        string Name();
    }

    public sealed class Counter(int number) : INamed
    {
        public int Number() => number;

        public string Name() => $"counter {number}";

        public void Other()
        {
        }
    }

    private sealed class Owner : IAsyncDisposable
    {
        private readonly TaskCompletionSource _disposed = new();

        public int Count { get; private set; }

        public Task Disposed => _disposed.Task;

        public ValueTask DisposeAsync()
        {
            Count++;
            _disposed.TrySetResult();
            return default;
        }
    }
}
