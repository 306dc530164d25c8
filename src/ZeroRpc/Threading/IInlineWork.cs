namespace ZeroRpc.Threading;

/// <summary>What a message gives user code to do: a handler that runs, a caller who goes on.</summary>
internal interface IInlineWork
{
    /// <summary>How long its like takes; null for what is never to run on a loop's thread.</summary>
    InlineBudget? InlineBudget { get; }

    /// <summary>Does it, on a thread that it may hold.</summary>
    void Run();

    /// <summary>Has it done soon, on another thread.</summary>
    void RunElsewhere();
}
