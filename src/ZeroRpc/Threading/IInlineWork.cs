namespace ZeroRpc.Threading;

/// <summary>User code that runs because of a received message: a handler, or the continuation of a caller.</summary>
internal interface IInlineWork
{
    /// <summary>The measured durations of similar work. Null for work that must never run on a loop's thread.</summary>
    InlineBudget? InlineBudget { get; }

    /// <summary>Runs the work on a thread that it may block.</summary>
    void Run();

    /// <summary>Queues the work to another thread.</summary>
    void RunElsewhere();
}
