using System.Globalization;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.InteropTests.Docs;

/// <summary>The tables of docs/values.md about dates and times, row by row with a stock Python server.</summary>
public sealed class TimesTests(EvaluatorFixture evaluator) : IClassFixture<EvaluatorFixture>
{
    private static readonly Markdown s_page = Markdown.Read("docs/values.md");

    private static readonly DateTimeOffset s_moment = new(2024, 2, 29, 23, 30, 5, 250, TimeSpan.Zero);

    public static TheoryData<string, string, string> Returned =>
        [.. s_page.Table("Python returns").Select(row => (row[0], row[1], row[2]))];

    public static TheoryData<string, string, string> Sent =>
        [.. s_page.Table("C# sends").Select(row => (row[0], row[1].Split(',')[0], row[2]))];

    [Theory]
    [MemberData(nameof(Returned))]
    public async Task What_Python_returns_is_read_as_the_page_says(string expression, string type, string expected)
    {
        await using ZeroRpcClient python = await ConnectAsync(TimeFormat.Timestamp);

        string read = type switch
        {
            "DateTime" => Text(await python.InvokeAsync<DateTime>("evaluate", expression).OrHang()),
            "DateTimeOffset" => Text(await python.InvokeAsync<DateTimeOffset>("evaluate", expression).OrHang()),
            "DateOnly" => Text(await python.InvokeAsync<DateOnly>("evaluate", expression).OrHang()),
            "TimeOnly" => Text(await python.InvokeAsync<TimeOnly>("evaluate", expression).OrHang()),
            _ => (await python.InvokeAsync<TimeSpan>("evaluate", expression).OrHang()).ToString(),
        };

        Assert.Equal(expected, read);
    }

    [Theory]
    [MemberData(nameof(Sent))]
    public async Task What_is_sent_is_read_in_Python_as_the_page_says(string type, string format, string expression)
    {
        await using ZeroRpcClient python = await ConnectAsync(format == "any" ? TimeFormat.Text : Enum.Parse<TimeFormat>(format));
        (object value, string same) = type switch
        {
            "DateTime" => ((object)s_moment.UtcDateTime, "moment"),
            "DateTimeOffset" => (s_moment.ToOffset(TimeSpan.FromHours(1)), "abroad"),
            "DateOnly" => (DateOnly.FromDateTime(s_moment.DateTime), "moment.date()"),
            "TimeOnly" => (TimeOnly.FromDateTime(s_moment.DateTime), "moment.time()"),
            _ => (s_moment.TimeOfDay, "timedelta(hours=23, minutes=30, seconds=5.25)"),
        };

        Assert.True(await python.InvokeAsync<bool>("evaluate", $"{expression} == {same}", value).OrHang());
    }

    [Fact]
    public async Task Python_refuses_to_send_a_datetime()
    {
        await using ZeroRpcClient python = await ConnectAsync(TimeFormat.Timestamp);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => python.InvokeAsync("evaluate", "moment").OrHang());

        Assert.Equal(("TypeError", "can not serialize 'datetime.datetime' object"), (error.Name, error.Message));
    }

    private static string Text(IFormattable value) => value.ToString("O", CultureInfo.InvariantCulture);

    private async Task<ZeroRpcClient> ConnectAsync(TimeFormat format)
    {
        PeerProcess server = await evaluator.ServeAsync(s_page.Block("times.py"));
        return new ZeroRpcClient(server.Endpoint, new ZeroRpcClientOptions { Values = { TimeFormat = format } });
    }
}
