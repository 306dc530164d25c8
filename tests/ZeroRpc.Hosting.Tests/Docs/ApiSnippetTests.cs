using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Docs;

/// <summary>The HTTP API of docs/hosting.md, compiled and run.</summary>
public sealed class ApiSnippetTests
{
    private readonly string _endpoint = TestHost.NewEndpoint();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_and_a_stream_answer_requests()
    {
        await using var server = new ZeroRpcServer();
        server.AddMethod("length", (string text) => text.Length);
        server.AddMethod("countdown", (int from) => AsyncEnumerable.Range(0, from).Select(passed => from - passed));
        server.Bind(_endpoint);
        server.Start();
        await using WebApplication app = await StartAsync();
        using HttpClient http = app.GetTestClient();

        Assert.Equal("4", await http.GetStringAsync(new Uri("/length?text=cool", UriKind.Relative), Stop));
        Assert.Equal(
            "data: 2\n\ndata: 1\n\n", await http.GetStringAsync(new Uri("/countdown?from=2", UriKind.Relative), Stop));
    }

    [Fact]
    public async Task A_failed_call_is_a_problem()
    {
        await using var server = new ZeroRpcServer();
        server.AddMethod("length", int (string text) => throw new RemoteException("ValueError", "too long"));
        server.Bind(_endpoint);
        server.Start();
        await using WebApplication app = await StartAsync();
        using HttpClient http = app.GetTestClient();

        using HttpResponseMessage response = await http.GetAsync(new Uri("/length?text=cool", UriKind.Relative), Stop);

        Assert.Equal((HttpStatusCode.BadGateway, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        using JsonDocument problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(502, problem.RootElement.GetProperty("status").GetInt32());
    }

    private async Task<WebApplication> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("ZeroRpc:Clients:worker:Endpoints", (string?)_endpoint)]);

        // snippet: hosted-api
        builder.Services.AddZeroRpcClient("worker", options => options.ConnectTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<CallFailures>();

        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.MapGet("/length", ([FromKeyedServices("worker")] ZeroRpcClient worker, string text, CancellationToken aborted) =>
            worker.InvokeAsync<int>("length", new CallOptions { CancellationToken = aborted }, text));
        app.MapGet("/countdown", ([FromKeyedServices("worker")] ZeroRpcClient worker, int from, CancellationToken aborted) =>
            TypedResults.ServerSentEvents(worker.StreamAsync<int>("countdown", new CallOptions { CancellationToken = aborted }, from)));
        // end

        await app.StartAsync(Stop);
        return app;
    }

    // snippet: hosted-problems
    public sealed class CallFailures(IProblemDetailsService problems) : IExceptionHandler
    {
        public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            httpContext.Response.StatusCode = exception switch
            {
                NotConnectedException or RemoteException { Name: "Unavailable" or "Overloaded" } => 503,
                CallTimeoutException => 504,
                ZeroRpcException => 502, // the worker failed, was lost, or answered something else
                _ => 500,
            };
            var problem = new ProblemDetails { Status = httpContext.Response.StatusCode };
            return problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
        }
    }
    // end
}
