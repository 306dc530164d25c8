using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace ZeroRpc.Hosting.Tests.Docs;

/// <summary>The test host of docs/testing.md, compiled and run.</summary>
public sealed class TestingHostSnippetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_ASP_NET_Core_application_and_its_remote_in_one_test()
    {
        // snippet: testing-host
        string endpoint = $"inproc://stock-{Guid.NewGuid()}";
        await using var remote = new ZeroRpcServer(new Stock());
        remote.Bind(endpoint);
        remote.Start();

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddZeroRpcClient(options => options.Endpoints.Add(endpoint));
        await using WebApplication app = builder.Build();
        app.MapGet("/take/{thing}", (string thing, IZeroRpcClient stock, CancellationToken aborted) =>
            stock.InvokeAsync<int>("Take", thing, aborted));
        await app.StartAsync(Stop);

        Assert.Equal(1, await app.GetTestClient().GetFromJsonAsync<int>("/take/ice", Stop));
        // end
    }

    private sealed class Stock
    {
        public int Take(string thing) => thing.Length == 3 ? 1 : 0;
    }
}
