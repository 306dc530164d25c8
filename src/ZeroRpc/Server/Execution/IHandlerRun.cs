using ZeroRpc.Threading;

namespace ZeroRpc.Server.Execution;

/// <summary>One run of a handler: for a call, which is answered, or for a one-way event.</summary>
internal interface IHandlerRun : IInlineWork
{
    /// <summary>The index in <see cref="RunningCalls"/>, which alone uses this property.</summary>
    int RunningAt { get; set; }

    /// <summary>The pool that runs the handler. Set by <see cref="HandlerPool"/>.</summary>
    HandlerPool? Pool { get; set; }

    /// <summary>Whether the caller no longer waits for the result. The handler is then not started.</summary>
    bool IsOver { get; }

    /// <summary>Cancels the token of the handler.</summary>
    void Cancel();

    /// <summary>The handler will not run. Tells the caller.</summary>
    void Refuse(string name, string message);

    /// <inheritdoc/>
    void IInlineWork.RunElsewhere() => Pool!.QueueElsewhere(this);
}
