using System.Net;
using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.SampleTests.Support;

namespace ZeroRpc.SampleTests.FlaskZeroRpc;

/// <summary>The queue's api and its page, either in either language, with Redis and without.</summary>
public sealed class QueueTests
{
    /// <summary>api, www, with Redis.</summary>
    public static TheoryData<Language, Language, bool> All { get; } = new MatrixTheoryData<Language, Language, bool>(
        [Language.CSharp, Language.Python], [Language.CSharp, Language.Python], [true, false]);

    /// <summary>api, with Redis.</summary>
    public static TheoryData<Language, bool> Apis { get; } = new MatrixTheoryData<Language, bool>([Language.CSharp, Language.Python], [true, false]);

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_page_lists_what_is_in_the_queue_the_newest_first(Language api, Language www, bool inRedis)
    {
        await using Redis? redis = inRedis ? await Redis.StartAsync() : null;
        await using QueuePrograms programs = await QueuePrograms.StartAsync(api, www, redis);

        Page empty = await programs.ReadPageAsync();
        foreach (string text in new[] { "first", "second", "third" })
        {
            await programs.Client.InvokeAsync("enqueue", text).OrHang();
        }

        await programs.Client.InvokeAsync("dequeue").OrHang();
        Page page = await programs.ReadPageAsync();

        Assert.Contains("Nothing is waiting.", empty.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(["\"third\"", "\"second\""], page.Texts);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task Values_come_back_first_in_first_out_as_JSON_text_and_then_nil(Language api, bool inRedis)
    {
        await using Redis? redis = inRedis ? await Redis.StartAsync() : null;
        await using QueuePrograms programs = await QueuePrograms.StartAsync(api, Language.CSharp, redis);
        object?[] values = ["Zürich ☃", 42, 1.5, null, true, new object?[] { 1, "two" }, new Dictionary<string, object?> { ["key"] = "value" }];

        foreach (object? value in values)
        {
            Assert.Equal("ok", await programs.Client.InvokeAsync<string>("enqueue", value).OrHang());
        }

        foreach (object? value in values)
        {
            string? text = await programs.Client.InvokeAsync<string?>("dequeue").OrHang();
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse(JsonSerializer.Serialize(value)), JsonElement.Parse(text!)), text);
        }

        Assert.Null(await programs.Client.InvokeAsync<string?>("dequeue").OrHang());
    }

    [Fact]
    public async Task The_command_line_of_Python_fills_the_queue_of_the_CSharp_api()
    {
        await using Redis redis = await Redis.StartAsync();
        await using QueuePrograms programs = await QueuePrograms.StartAsync(Language.CSharp, Language.Python, redis);

        string answer = await PythonPeer.CommandLineAsync("--json", programs.Endpoint, "enqueue", """{"job": 1}""");

        Assert.Contains("ok", answer, StringComparison.Ordinal);
        Assert.Equal(["""{"job":1}"""], (await programs.ReadPageAsync()).Texts);
    }

    [Fact]
    public async Task Both_apis_share_the_queue_in_one_Redis()
    {
        await using Redis redis = await Redis.StartAsync();
        await using QueuePrograms python = await QueuePrograms.StartAsync(Language.Python, Language.Python, redis);
        await using QueuePrograms csharp = await QueuePrograms.StartAsync(Language.CSharp, Language.CSharp, redis);

        await python.Client.InvokeAsync("enqueue", "from Python").OrHang();
        await csharp.Client.InvokeAsync("enqueue", "from C#").OrHang();

        Assert.Equal("\"from Python\"", await csharp.Client.InvokeAsync<string>("dequeue").OrHang());
        Assert.Equal("\"from C#\"", await python.Client.InvokeAsync<string>("dequeue").OrHang());
    }

    [Theory]
    [InlineData(Language.CSharp)]
    [InlineData(Language.Python)]
    public async Task Markup_in_the_queue_is_shown_as_text(Language www)
    {
        await using QueuePrograms programs = await QueuePrograms.StartAsync(Language.CSharp, www);
        const string Markup = "</code><script>alert(1)</script>&amp;";

        await programs.Client.InvokeAsync("enqueue", Markup).OrHang();
        Page page = await programs.ReadPageAsync();

        Assert.DoesNotContain("<script", page.Html, StringComparison.Ordinal);
        Assert.Equal([$"\"{Markup}\""], page.Texts);
    }

    [Theory]
    [InlineData(Language.CSharp)]
    [InlineData(Language.Python)]
    public async Task Without_Redis_the_api_says_that_the_queue_is_in_memory(Language api)
    {
        await using QueuePrograms programs = await QueuePrograms.StartAsync(api, Language.CSharp);

        Assert.Contains("the queue is kept in memory", programs.Api.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.CSharp)]
    [InlineData(Language.Python)]
    public async Task While_Redis_is_away_page_and_api_say_so_and_then_go_on(Language language)
    {
        await using Redis redis = await Redis.StartAsync();
        await using QueuePrograms programs = await QueuePrograms.StartAsync(language, language, redis);

        await redis.GoAwayAsync();
        Page away = await programs.ReadPageAsync();
        var refused = await Assert.ThrowsAsync<RemoteException>(() => programs.Client.InvokeAsync("enqueue", "lost").OrHang());
        await redis.ComeBackAsync();
        Page back = await UntilOkAsync(programs);
        await UntilBackAsync(programs.Client);
        await programs.Client.InvokeAsync("enqueue", "kept").OrHang();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.Status);
        Assert.StartsWith("Redis at 127.0.0.1:", away.Alert, StringComparison.Ordinal);
        Assert.Equal("QueueAway", refused.Name);
        Assert.Empty(back.Texts);
        Assert.Equal(["\"kept\""], (await programs.ReadPageAsync()).Texts);
    }

    [Theory]
    [InlineData(Language.CSharp)]
    [InlineData(Language.Python)]
    public async Task Programs_start_while_Redis_is_away(Language language)
    {
        await using Redis redis = await Redis.StartAsync();
        await redis.GoAwayAsync();
        await using QueuePrograms programs = await QueuePrograms.StartAsync(language, language, redis);

        Page away = await programs.ReadPageAsync();
        await redis.ComeBackAsync();
        Page back = await UntilOkAsync(programs);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.Status);
        Assert.Equal(HttpStatusCode.OK, back.Status);
    }

    [Theory]
    [InlineData(Language.CSharp)]
    [InlineData(Language.Python)]
    public async Task A_page_whose_api_is_away_says_so(Language www)
    {
        await using QueuePrograms programs = await QueuePrograms.StartAsync(Language.CSharp, www);

        await programs.Api.KillAsync();
        Page page = await programs.ReadPageAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("does not answer", page.Alert, StringComparison.Ordinal);
    }

    /// <summary>C#'s client of Redis notices within half a second that it is back, Python's at the next call.</summary>
    private static async Task<Page> UntilOkAsync(QueuePrograms programs)
    {
        Page page;
        do
        {
            page = await programs.ReadPageAsync();
        }
        while (page.Status != HttpStatusCode.OK);
        return page;
    }

    /// <summary>The api has a connection of its own.</summary>
    private static async Task UntilBackAsync(ZeroRpcClient api)
    {
        while (true)
        {
            try
            {
                await api.InvokeAsync("items").OrHang();
                return;
            }
            catch (RemoteException error) when (error.Name == "QueueAway")
            {
                await Task.Yield();
            }
        }
    }
}
