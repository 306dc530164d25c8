namespace ZeroRpc.Tests.Behaviour;

/// <summary>Lets so many go on at once, when the last has come; and then as many again.</summary>
internal sealed class StartTogether(int count)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    /// <summary>One has come.</summary>
    public Task ArriveAsync()
    {
        lock (_gate)
        {
            Task all = _all.Task;
            if (++_arrived == count)
            {
                _all.SetResult();
                _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _arrived = 0;
            }

            return all;
        }
    }
}
