using System.Diagnostics.Metrics;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>Listens to all that we measure, and throws at each measurement.</summary>
internal sealed class FaultyMeterListener : IDisposable
{
    private readonly MeterListener _listener = new();

    public FaultyMeterListener()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == Metrics.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("A listener's fault."));
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("A listener's fault."));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}
