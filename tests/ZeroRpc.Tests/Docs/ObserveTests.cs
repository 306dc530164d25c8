using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ZeroRpc.Diagnostics;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Docs;

/// <summary>docs/observe.md: its C#, compiled and run, and its table of metrics. The table of the log is checked beside the log's tests.</summary>
[Collection(nameof(Alone))]
public sealed class ObserveTests
{
    [Fact]
    public void OpenTelemetry_listens_to_spans_and_metrics()
    {
        IServiceCollection services = new ServiceCollection();

        // snippet: observe-opentelemetry
        services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(ZeroRpcDiagnostics.ActivitySourceName).AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(ZeroRpcDiagnostics.MeterName).AddOtlpExporter());
        // end
        using ServiceProvider built = services.BuildServiceProvider();
        built.GetRequiredService<TracerProvider>();
        built.GetRequiredService<MeterProvider>();

        Assert.True(Spans.IsOn);
        Assert.True(Metrics.ClientDuration!.Enabled && Metrics.ServerDuration!.Enabled && Metrics.StreamItems!.Enabled);
    }

    [Fact]
    public async Task A_test_collects_the_spans_of_both_sides()
    {
        // snippet: observe-in-memory
        List<Activity> spans = [];
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource(ZeroRpcDiagnostics.ActivitySourceName)
            .AddInMemoryExporter(spans)
            .Build();
        // end
        await using (var server = new ZeroRpcServer(new Cooler()))
        {
            await using var client = new ZeroRpcClient(server.Bind($"inproc://{Guid.NewGuid():N}"));
            server.Start();
            await client.InvokeAsync<string>("AddCool", "it").OrHang();
        }

        Assert.Contains(spans, span => span is { Kind: ActivityKind.Client, DisplayName: "AddCool" });
    }

    [Fact]
    public async Task A_server_logs_to_the_factory_it_is_given()
    {
        // snippet: observe-log
        using ILoggerFactory logs = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Information));
        await using var server = new ZeroRpcServer(new Cooler(), new ZeroRpcServerOptions { LoggerFactory = logs });
        // end

        Assert.True(logs.CreateLogger<ZeroRpcServer>().IsEnabled(LogLevel.Information));
    }

    [Fact]
    public void The_table_of_metrics_is_all_of_them()
    {
        List<string> published = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == Metrics.Meter) // Another test loads the library a second time.
                {
                    published.Add($"{instrument.Name} | {KindOf(instrument)} | {instrument.Unit}");
                }
            },
        };
        Assert.Equal(ZeroRpcDiagnostics.MeterName, Metrics.Meter.Name);
        listener.Start();

        Assert.Equal(
            published.Order(StringComparer.Ordinal),
            Markdown.Read("docs/observe.md").Table("Name").Select(row => string.Join(" | ", row[..3])).Order(StringComparer.Ordinal));
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> => "histogram",
        Counter<long> => "counter",
        _ => "up-down counter",
    };

    private sealed class Cooler
    {
        public string AddCool(string thing) => $"{thing}, so cool";
    }
}
