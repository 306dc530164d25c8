using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Servers;

/// <summary>Interceptors and hooks may be services.</summary>
public sealed class MiddlewareTests
{
    [Fact]
    public async Task An_interceptor_and_a_hook_of_the_container_run_around_the_call()
    {
        string endpoint = TestHost.NewEndpoint();
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton<Journal>()
            .AddSingleton<Audit>()
            .AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add(endpoint))
            .Configure<Audit>((options, audit) =>
            {
                options.Interceptors.Add(audit.RunAsync);
                options.Hooks.Add(audit);
            }));
        await using var client = new ZeroRpcClient(endpoint);

        await client.InvokeAsync<string>("AddCool", "it");

        Journal journal = host.Services.GetRequiredService<Journal>();
        Assert.Equal((1, 1, 1), (journal.Count("hook AddCool"), journal.Count("before AddCool"), journal.Count("after AddCool")));
    }

    public sealed class Audit(Journal journal) : IZeroRpcHooks
    {
        public async ValueTask RunAsync(CallContext call, Func<ValueTask> next)
        {
            journal.Add($"before {call.Method}");
            await next();
            journal.Add($"after {call.Method}");
        }

        public void ServerBeforeExecute(CallContext request) => journal.Add($"hook {request.Method}");
    }
}
