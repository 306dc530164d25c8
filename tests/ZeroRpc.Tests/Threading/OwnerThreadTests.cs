using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Threading;

/// <summary>The thread that owns a socket, and the one that takes its place.</summary>
public sealed class OwnerThreadTests : IDisposable
{
    private readonly WakeUp _wakeUp = new();
    private readonly Signal _stop = new();
    private readonly OwnerThread _owner;
    private readonly TaskCompletionSource<Thread> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OwnerThreadTests() => _owner = new OwnerThread("test", _wakeUp);

    [Fact]
    public async Task One_that_has_lost_its_place_ends_nothing_though_the_other_has_not_begun()
    {
        _owner.Start(LoseOrServe);
        Thread first = await _first.Task.OrHang();
        Assert.True(first.Join(Hang.Guard));

        _owner.Replace();

        Assert.Equal(5, _owner.Run(() => 5));
        Assert.False(_owner.Ended.IsCompleted);
        _stop.Set();
        await _owner.Ended.OrHang();
    }

    [Fact]
    public async Task One_that_ends_refuses_what_is_asked_of_it_later()
    {
        _owner.Start(() => true);
        await _owner.Ended.OrHang();

        Assert.Throws<ObjectDisposedException>(() => _owner.Run(() => 5));
    }

    public void Dispose() => _wakeUp.Dispose();

    private bool LoseOrServe()
    {
        if (_first.TrySetResult(Thread.CurrentThread))
        {
            return false;
        }

        while (!_stop.IsSet)
        {
            _owner.RunCommands();
            Thread.Yield();
        }

        return true;
    }
}
