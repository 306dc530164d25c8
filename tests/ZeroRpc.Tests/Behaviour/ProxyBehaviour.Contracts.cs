using System.Runtime.CompilerServices;

namespace ZeroRpc.Tests.Behaviour;

/// <content>The contracts that the proxies are made of, and a service that implements one.</content>
public abstract partial class ProxyBehaviour
{
    private interface ICooler
    {
        Task<int> AddAsync(int a, int b);

        ValueTask<string> Cool(string thing);

        Task TouchAsync();

        ValueTask TouchPerhaps();

        [ZeroRpcMethod("touch_now")]
        void Touch();

        int Touched();

        IAsyncEnumerable<int> CountAsync(int n, CancellationToken stop = default);

        IEnumerable<int> List(int n);

        [ZeroRpcMethod("another_name")]
        Task<string> Named();

        Task<string> Greet(string name, string greeting = "hello", int times = 2);

        Task<int> Sum(params int[] numbers);

        Task<string> Describe(string text, object number, int? perhaps);
    }

    private sealed class Cooler : ICooler
    {
        private int _touched;

        public async Task<int> AddAsync(int a, int b)
        {
            await Task.Yield();
            return a + b;
        }

        public ValueTask<string> Cool(string thing) => new($"{thing}, so cool");

        public Task TouchAsync() => Task.FromResult(_touched++);

        public ValueTask TouchPerhaps()
        {
            _touched++;
            return default;
        }

        public void Touch() => _touched++;

        public int Touched() => _touched;

        public async IAsyncEnumerable<int> CountAsync(int n, [EnumeratorCancellation] CancellationToken stop = default)
        {
            for (int i = 0; i < n; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }

        public IEnumerable<int> List(int n) => Enumerable.Range(0, n);

        public Task<string> Named() => Task.FromResult("named");

        public Task<string> Greet(string name, string greeting = "hello", int times = 2) => Task.FromResult($"{greeting} {name} {times}");

        public Task<int> Sum(params int[] numbers) => Task.FromResult(numbers.Sum());

        public Task<string> Describe(string text, object number, int? perhaps) => Task.FromResult($"{text} {number} {perhaps ?? 5}");
    }

    private sealed record Size(int Width, int Height);

    private interface IBox<T>
    {
        Task Put(T item);

        Task<T> Get();
    }

    private interface IShelf : IBox<string>
    {
        Task<string> Get(int times);

        Task<Size> Measure();
    }

    private sealed class Shelf : IShelf
    {
        private string _item = "";

        public Task Put(string item)
        {
            _item = item;
            return Task.CompletedTask;
        }

        public Task<string> Get() => Task.FromResult(_item);

        public Task<string> Get(int times) => Task.FromResult($"{_item} {times}");

        public Task<Size> Measure() => Task.FromResult(new Size(2, 3));
    }

    private interface IItems
    {
        IEnumerable<int> Items();
    }

    private interface ICounter
    {
        [ZeroRpcMethod("CountAsync")]
        IAsyncEnumerable<int> Count(int n, CancellationToken stop = default);
    }

    private interface IFailing
    {
        void Fail();

        Task FailAsync();

        [ZeroRpcMethod("Fail")]
        ValueTask<int> FailSlowlyAsync();

        [ZeroRpcMethod("Fail")]
        IAsyncEnumerable<int> FailItemsAsync();
    }

    private interface IPatient
    {
        Task Wait(CallOptions options, string thing);
    }

    private interface IWaits
    {
        Task Wait();

        [ZeroRpcMethod("Wait")]
        [ZeroRpcCall(TimeoutSeconds = 2)]
        Task WaitTwoSeconds(CallOptions options = default);
    }

    private interface IHeading
    {
        Task<string> Trace(int n, CallContext? context = null, CallOptions options = default);
    }

    private sealed class Heading : IHeading
    {
        public Task<string> Trace(int n, CallContext? context = null, CallOptions options = default) =>
            Task.FromResult($"{context!.Headers["trace"]} {options == OnlyToken(context)} {n}");

        private static CallOptions OnlyToken(CallContext context) => new() { CancellationToken = context.CancellationToken };
    }

    private interface IDisposableContract : IDisposable, IAsyncDisposable
    {
        Task<int> One();
    }

    private interface IWrong
    {
        Task<int> Count();
    }
}
