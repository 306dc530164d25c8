using System.Globalization;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ZeroRpc.Diagnostics;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>One instrument's measurements as text: the value, and the tags by name.</summary>
internal sealed class Metric<T>(string instrument) : IDisposable
    where T : struct
{
    private readonly MetricCollector<T> _collector = new(Metrics.Meter, instrument);

    public string[] Read() => [.. _collector.GetMeasurementSnapshot(clear: true).Select(Describe)];

    public string[] Observe()
    {
        _collector.RecordObservableInstruments();
        return Read();
    }

    /// <summary>A server measures a call after its client may have gone on.</summary>
    public async Task<string[]> ReadAsync(int count)
    {
        await _collector.WaitForMeasurementsAsync(count, TestContext.Current.CancellationToken).OrHang();
        return Read();
    }

    public void Dispose() => _collector.Dispose();

    private static string Describe(CollectedMeasurement<T> measured) => string.Join(
        ' ',
        (string[])[
            string.Create(CultureInfo.InvariantCulture, $"{measured.Value}"),
            .. measured.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"),
        ]);
}
