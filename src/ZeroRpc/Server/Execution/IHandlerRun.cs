using ZeroRpc.Threading;

namespace ZeroRpc.Server.Execution;

/// <summary>One run of a handler: a call that is to be answered, or an event that is not.</summary>
internal interface IHandlerRun : IInlineWork
{
    /// <summary>Its place among those that run; the <see cref="RunningCalls"/>' own.</summary>
    int RunningAt { get; set; }

    /// <summary>Where it runs; the <see cref="HandlerPool"/>'s own.</summary>
    HandlerPool? Pool { get; set; }

    /// <summary>Whether nobody waits for the outcome any more, so that it need not be started.</summary>
    bool IsOver { get; }

    /// <summary>Fires the handler's token.</summary>
    void Cancel();

    /// <summary>It will not be run: says so to whom it concerns.</summary>
    void Refuse(string name, string message);

    /// <inheritdoc/>
    void IInlineWork.RunElsewhere() => Pool!.QueueElsewhere(this);
}
