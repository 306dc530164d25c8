using Microsoft.Extensions.Time.Testing;

namespace ZeroRpc.Tests.Replay;

/// <summary>What both replays stand on: the transcript's clock, a scripted transport, and a way to wait for other threads.</summary>
internal sealed class Stage
{
    private readonly double _startMs;
    private readonly DateTimeOffset _start;

    public Stage(Transcript transcript)
    {
        _startMs = transcript.StartMs;
        _start = Time.GetUtcNow();
        Transport = new ScriptedTransport(() => NowMs, Activity);
    }

    public FakeTimeProvider Time { get; } = new();

    public Activity Activity { get; } = new();

    public ScriptedTransport Transport { get; }

    private double NowMs => _startMs + (Time.GetUtcNow() - _start).TotalMilliseconds;

    /// <summary>Moves the clock, a millisecond at a time as a real one would: no deadline is late.</summary>
    public void AdvanceTo(double ms)
    {
        while (NowMs < ms)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }
}
