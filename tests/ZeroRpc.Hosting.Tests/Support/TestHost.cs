using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Hosting.Tests.Support;

/// <summary>Hosts for tests: without the machine's own configuration, logging to nowhere unless asked to.</summary>
internal static class TestHost
{
    /// <summary>Builds a host of registrations and configuration.</summary>
    public static IHost Build(Action<IServiceCollection> register, params (string Key, string? Value)[] configuration)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(configuration.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));
        register(builder.Services);
        return builder.Build();
    }

    /// <summary>Builds a host and starts it.</summary>
    public static async Task<IHost> StartAsync(Action<IServiceCollection> register, params (string Key, string? Value)[] configuration)
    {
        IHost host = Build(register, configuration);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Starts a host that serves a service and keeps a journal.</summary>
    public static Task<IHost> ServeAsync<T>(string endpoint, Journal journal, Action<IServiceCollection>? register = null)
        where T : class => StartAsync(services =>
    {
        services.AddSingleton(journal);
        register?.Invoke(services);
        services.AddZeroRpcServer(options => options.AddService<T>().Endpoints.Add(endpoint));
    });

    /// <summary>Starts a host that cannot start, and gives what it tells.</summary>
    public static async Task<TException> FailAsync<TException>(
        Action<IServiceCollection> register, params (string Key, string? Value)[] configuration)
        where TException : Exception
    {
        using IHost host = Build(register, configuration);
        return await Assert.ThrowsAsync<TException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>An endpoint in memory that no other test has.</summary>
    public static string NewEndpoint() => $"inproc://hosting-{Guid.NewGuid():N}";

    /// <summary>Where the default server serves.</summary>
    public static string EndpointOf(this IHost host) => host.Services.GetRequiredService<ZeroRpcHostedServer>().Endpoints[0];
}
