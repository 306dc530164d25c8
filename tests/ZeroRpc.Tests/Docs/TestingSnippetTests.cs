using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of docs/testing.md that needs no host, compiled and run.</summary>
public sealed class TestingSnippetTests
{
    // snippet: testing-subject
    public sealed class Shop(IZeroRpcClient stock)
    {
        public async Task<string> SellAsync(string thing, CancellationToken cancellationToken)
        {
            int left = await stock.InvokeAsync<int>("take", thing, cancellationToken);
            return left == 0 ? "the last one" : $"{left} left";
        }
    }
    // end

    // snippet: testing-contract
    public interface IStock
    {
        Task<int> TakeAsync(string thing, CancellationToken cancellationToken = default);
    }
    // end

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fake_made_by_NSubstitute()
    {
        // snippet: testing-nsubstitute
        var stock = Substitute.For<IZeroRpcClient>();
        stock.InvokeAsync<int>("take", Arg.Any<CallOptions>(), Arg.Any<object?[]>()).Returns(Task.FromResult(0));

        Assert.Equal("the last one", await new Shop(stock).SellAsync("ice", Stop));
        // end
    }

    [Fact]
    public async Task A_fake_made_by_hand()
    {
        // snippet: testing-by-hand-use
        var shop = new Shop(new FakeStock { Left = 3 });

        Assert.Equal("3 left", await shop.SellAsync("ice", Stop));
        // end
        await Assert.ThrowsAsync<NotSupportedException>(() => new FakeStock().InvokeAsync("take"));
        Assert.Throws<NotSupportedException>(() => new FakeStock().StreamAsync<int>("take"));
    }

    [Fact]
    public async Task A_fake_of_a_contract()
    {
        // snippet: testing-contract-use
        var stock = Substitute.For<IStock>();
        stock.TakeAsync("ice", Arg.Any<CancellationToken>()).Returns(2);
        // end

        Assert.Equal(2, await stock.TakeAsync("ice", Stop));
    }

    [Fact]
    public async Task The_real_library_in_one_process()
    {
        // snippet: testing-inproc
        string endpoint = $"inproc://stock-{Guid.NewGuid()}"; // its own name: tests run beside each other
        await using var server = new ZeroRpcServer(new PythonStock(), new ZeroRpcServerOptions { SendTracebacks = false });
        server.Bind(endpoint);
        server.Start();
        await using var client = new ZeroRpcClient(endpoint);

        Assert.Equal("1 left", await new Shop(client).SellAsync("ice", Stop));
        var error = await Assert.ThrowsAsync<RemoteException>(() => new Shop(client).SellAsync("coal", Stop));
        Assert.Equal("KeyError", error.Name);
        // end
    }

    [Fact]
    public async Task The_time_of_a_test()
    {
        // snippet: testing-time
        var time = new FakeTimeProvider();
        await using var client = new ZeroRpcClient($"inproc://nobody-{Guid.NewGuid()}", new ZeroRpcClientOptions { TimeProvider = time });

        Task<int> call = client.InvokeAsync<int>("take", "ice");
        time.Advance(TimeSpan.FromSeconds(30)); // the default timeout, at once

        await Assert.ThrowsAsync<CallTimeoutException>(() => call);
        // end
    }

    // snippet: testing-by-hand
    private sealed class FakeStock : IZeroRpcClient
    {
        public int Left { get; init; }

        public Task<T> InvokeAsync<T>(string method, CallOptions options, params object?[]? args) =>
            method == "take" ? Task.FromResult((T)(object)Left) : throw new NotSupportedException(method);

        public Task InvokeAsync(string method, CallOptions options, params object?[]? args) => throw new NotSupportedException(method);

        public IAsyncEnumerable<T> StreamAsync<T>(string method, CallOptions options, params object?[]? args) =>
            throw new NotSupportedException(method);
    }
    // end

    // snippet: testing-inproc-service
    private sealed class PythonStock
    {
        [ZeroRpcMethod("take")]
        public int Take(string thing) => thing == "ice" ? 1 : throw new RemoteException("KeyError", thing);
    }
    // end
}
