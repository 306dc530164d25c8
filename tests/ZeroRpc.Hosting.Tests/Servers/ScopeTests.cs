using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Servers;

/// <summary>Each call has a scope of the container, for as long as it lasts.</summary>
public sealed class ScopeTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private readonly string _endpoint = TestHost.NewEndpoint();
    private readonly Journal _journal = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_share_a_singleton_and_nothing_scoped()
    {
        using IHost host = await ServeAsync(services => services.AddScoped<Till>());
        await using var client = new ZeroRpcClient(_endpoint);

        int[] totals = [await client.InvokeAsync<int>("Signal", 2), await client.InvokeAsync<int>("Signal", 3)];
        int calls = await client.InvokeAsync<int>("Calls");

        Assert.Equal([2, 3], totals);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_class_that_is_not_registered_is_made_from_the_scope_and_disposed()
    {
        using IHost host = await ServeAsync();
        await using var client = new ZeroRpcClient(_endpoint);

        Assert.Equal(2, await client.InvokeAsync<int>("Signal", 2));
        await _journal.WaitForAsync("till disposed", 2).WaitAsync(Hang, Stop); // that of the start, and the call's
    }

    [Fact]
    public async Task The_scope_ends_after_the_last_item_of_a_stream()
    {
        using IHost host = await ServeAsync(services => services.AddScoped<Till>());
        await using var client = new ZeroRpcClient(_endpoint);
        int disposedAtStart = _journal.Count("till disposed");

        await foreach (int number in client.StreamAsync<int>("Count", 3))
        {
            Assert.Equal(disposedAtStart, _journal.Count("till disposed"));
            _journal.Add($"next {number}");
        }

        await _journal.WaitForAsync("till disposed", disposedAtStart + 1).WaitAsync(Hang, Stop);
    }

    [Fact]
    public async Task The_scope_ends_when_a_stream_is_left_early()
    {
        using IHost host = await ServeAsync(services => services.AddScoped<Till>());
        await using var client = new ZeroRpcClient(_endpoint);
        int disposedAtStart = _journal.Count("till disposed");

        Assert.Equal(0, await client.StreamAsync<int>("Count", 3).FirstAsync(Stop));

        await _journal.WaitForAsync("till disposed", disposedAtStart + 1).WaitAsync(Hang, Stop);
    }

    [Fact]
    public async Task The_scope_of_a_call_that_fails_ends_too()
    {
        using IHost host = await ServeAsync(services => services.AddScoped<Till>());
        await using var client = new ZeroRpcClient(_endpoint);
        int disposedAtStart = _journal.Count("till disposed");

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("Jam"));

        Assert.Equal(("InvalidOperationException", "the drawer is stuck"), (error.Name, error.Message));
        await _journal.WaitForAsync("till disposed", disposedAtStart + 1).WaitAsync(Hang, Stop);
    }

    [Fact]
    public async Task A_service_that_cannot_be_disposed_of_has_answered_all_the_same()
    {
        var logs = new FakeLogCollector();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs));
            services.AddScoped<Clinging>();
            services.AddZeroRpcServer(options => options.AddService<Clinging>().Endpoints.Add(_endpoint));
        });
        await using var client = new ZeroRpcClient(_endpoint);
        logs.Clear();

        Assert.Equal("hello", await client.InvokeAsync<string>("Greet"));

        await Journal.UntilAsync(() => logs.GetSnapshot().Any(record => record.Id.Id == 1403)).WaitAsync(Hang, Stop);
        Assert.Equal("no", logs.GetSnapshot().Single(record => record.Id.Id == 1403).Exception!.Message);
    }

    [Fact]
    public async Task An_interface_exposes_its_own_methods_and_those_it_inherits()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddScoped<ITill, Till>().AddSingleton(_journal);
            services.AddZeroRpcServer(options => options.AddService<ITill>("till").Endpoints.Add(_endpoint));
        });
        await using var client = new ZeroRpcClient(_endpoint);

        ServiceDescription service = await client.InspectAsync(Stop);

        Assert.Equal(["till.Jam", "till.Signal"], service.Methods.Select(method => method.Name).Order());
        Assert.Equal(5, await client.InvokeAsync<int>("till.Signal", 5));
    }

    private Task<IHost> ServeAsync(Action<IServiceCollection>? register = null) =>
        TestHost.ServeAsync<Till>(_endpoint, _journal, register);

    public interface IJamming
    {
        void Jam();
    }

    public interface ITill : IJamming
    {
        int Signal(int amount);
    }

    public sealed class Till : ITill, IAsyncDisposable
    {
        private readonly Journal _journal;
        private int _total;

        public Till(Journal journal)
        {
            _journal = journal;
            journal.Add("till made");
        }

        public int Signal(int amount) => _total += amount;

        public int Calls() => _journal.Count("till made") - 1; // less that of the start

        public void Jam() => throw new InvalidOperationException("the drawer is stuck");

        public async IAsyncEnumerable<int> Count(int count, [EnumeratorCancellation] CancellationToken stop)
        {
            for (int i = 0; i < count; i++)
            {
                yield return i;
                await _journal.WaitForAsync($"next {i}", 1).WaitAsync(stop);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            _journal.Add("till disposed");
        }
    }

    public sealed class Clinging : IDisposable
    {
        public string Greet() => "hello";

        public void Dispose() => throw new InvalidOperationException("no");
    }
}
