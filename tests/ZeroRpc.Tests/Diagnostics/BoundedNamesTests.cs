using System.Diagnostics;
using ZeroRpc.Diagnostics;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>No peer decides how many time series a metric has, or what a terminal that shows a span does.</summary>
[Collection(nameof(Alone))]
public sealed class BoundedNamesTests() : BehaviourTest(Carrier.Memory)
{
    private const int Made = BoundedNames.Most * 3;

    [Fact]
    public async Task Made_up_names_of_errors_are_a_limited_number_of_time_series()
    {
        using var metric = new Metric<double>("rpc.client.call.duration");
        ZeroRpcClient client = ConnectTo("fail", string (int i) => throw new RemoteException($"Error{i}", ""));
        for (int i = 0; i < Made; i++)
        {
            await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync<string>("fail", i).OrHang());
        }

        string[] measured = await metric.ReadAsync(Made);

        string[] errors = [.. measured.Select(text => text.Split(' ').Single(tag => tag.StartsWith("error.type=", StringComparison.Ordinal)))];
        Assert.Equal(BoundedNames.Most + 1, errors.Distinct().Count());
        Assert.Equal(Made - BoundedNames.Most, errors.Count(error => error == "error.type=_OTHER"));
    }

    [Fact]
    public async Task Made_up_names_of_methods_are_one_time_series()
    {
        using var metric = new Metric<double>("rpc.server.call.duration");
        ZeroRpcClient client = ConnectTo("known", () => 1);
        for (int i = 0; i < Made; i++)
        {
            await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync($"unknown{i}").OrHang());
        }

        string[] measured = await metric.ReadAsync(Made);

        Assert.All(measured, text => Assert.Contains(" rpc.method=_OTHER ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_name_of_an_error_is_escaped_and_cut_in_spans()
    {
        using var spans = new SpanLog();
        string hostile = "x\n\u001b[31m" + new string('y', 1000);
        ZeroRpcClient client = ConnectTo("fail", string () => throw new RemoteException(hostile, ""));

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync<string>("fail").OrHang());

        string? type = (await spans.OneAsync(ActivityKind.Client)).GetTagItem("error.type") as string;
        Assert.Equal($"x\\n\\x1b[31m{new string('y', 93)}…", type);
    }
}
