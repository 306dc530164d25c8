using System.Net;
using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.SampleTests.Support;

namespace ZeroRpc.SampleTests.FlaskZeroRpc;

/// <summary>Flask routes that call a .NET worker, and ASP.NET Core routes that call a Python worker.</summary>
public sealed class GatewayTests
{
    /// <summary>gateway, worker.</summary>
    public static TheoryData<Language, Language> Pairs { get; } = new()
    {
        { Language.Python, Language.CSharp },
        { Language.CSharp, Language.Python },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_route_gives_what_the_worker_answers(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker);

        (HttpStatusCode status, string body) = await programs.GetAsync("/factors/3599");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([59, 61], JsonElement.Parse(body).GetProperty("factors").EnumerateArray().Select(factor => factor.GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_remote_error_is_a_502_with_its_name(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker);

        (HttpStatusCode status, string body) = await programs.GetAsync("/factors/1");

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Equal("ValueError", JsonElement.Parse(body).GetProperty("title").GetString());
        Assert.Equal("1 has no prime factors: give a number from 2 on", JsonElement.Parse(body).GetProperty("detail").GetString());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_that_fails_from_the_start_is_an_error_and_no_stream(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker, timeout: 0.8);

        (HttpStatusCode status, _) = await programs.GetAsync($"/primes?first={GatewayPrograms.Slow}&count=1");

        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_worker_that_takes_too_long_is_a_504(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker, timeout: 0.8);

        (HttpStatusCode status, _) = await programs.GetAsync($"/factors/{GatewayPrograms.Slow}");

        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_worker_that_dies_while_it_is_asked_is_a_503(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker);
        Task<(HttpStatusCode Status, string Body)> slow = await programs.BeginSlowAsync(TestContext.Current.CancellationToken);

        await programs.Worker.KillAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await slow).Status);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_worker_that_is_not_there_is_a_503(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker);
        await programs.Worker.KillAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await programs.GetAsync("/factors/6")).Status);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_comes_as_server_sent_events(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker);

        (HttpStatusCode status, string body) = await programs.GetAsync("/primes?first=1000&count=3");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("data: 1009\n\ndata: 1013\n\ndata: 1019\n\nevent: end\ndata:", body.TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Each_item_of_a_stream_comes_before_the_next_is_there_and_a_death_is_the_last(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker);
        using StreamReader events = await programs.StreamAsync("/primes?first=2&count=2000000000");

        Assert.Equal("data: 2", await events.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrHang());
        await programs.Worker.KillAsync();
        string[] last = await LastLinesAsync(events);

        Assert.Equal("event: failed", last[0]);
        Assert.Equal(503, JsonElement.Parse(last[1]["data: ".Length..]).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_request_that_is_aborted_cancels_the_call()
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(Language.CSharp, Language.Python);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task slow = await programs.BeginSlowAsync(abort.Token);

        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);

        // Its heartbeats have ended, so that the worker gives up too, long before the gateway would by its timeout.
        await programs.Worker.UntilSaidAsync("LostRemote");
        Assert.Equal(HttpStatusCode.OK, (await programs.GetAsync("/factors/6")).Status);
        Assert.DoesNotContain("fail", programs.Gateway.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_left_cancels_the_call()
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(Language.CSharp, Language.Python);
        using (StreamReader events = await programs.StreamAsync("/primes?first=2&count=2000000000"))
        {
            await events.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrHang();
        }

        await programs.Worker.UntilSaidAsync("LostRemote");
    }

    private static async Task<string[]> LastLinesAsync(StreamReader events)
    {
        string[] last = ["", ""];
        while (await events.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrHang() is { } line)
        {
            last = line.Length > 0 ? [last[1], line] : last;
        }

        return last;
    }
}
