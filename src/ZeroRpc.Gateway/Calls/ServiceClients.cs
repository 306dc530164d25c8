using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Gateway.Calls;

/// <summary>The client of each service that the gateway offers. A client connects when it is first needed.</summary>
internal sealed class ServiceClients(IServiceProvider services, IOptions<ZeroRpcGatewayOptions> options) : IAsyncDisposable
{
    /// <summary>A service that is not there fails calls after this time, and not after their timeout.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Lazy<ZeroRpcClient>> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<ZeroRpcClient> _created = [];

    /// <summary>Returns the client of a service.</summary>
    /// <param name="service">The name of a service that the options have.</param>
    public ZeroRpcClient Get(string service) => _clients.GetOrAdd(service, name => new Lazy<ZeroRpcClient>(() => Create(name))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ZeroRpcClient client in _created)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ZeroRpcClient Create(string name)
    {
        ZeroRpcGatewayService service = options.Value.Services[name];
        if (service.Endpoints.Count == 0)
        {
            return services.GetRequiredKeyedService<ZeroRpcClient>(service.Client ?? name);
        }

        var clientOptions = new ZeroRpcClientOptions
        {
            ConnectTimeout = ConnectTimeout,
            Timeout = options.Value.Timeout,
            LoggerFactory = services.GetRequiredService<ILoggerFactory>(),
            TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System,
        };
        service.ConfigureClient?.Invoke(clientOptions);
        var client = new ZeroRpcClient(clientOptions);
        _created.Add(client);
        client.Connect([.. service.Endpoints]);
        return client;
    }
}
