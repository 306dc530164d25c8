using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.OneWay;
using ZeroRpc.Hosting.Serving;

namespace ZeroRpc.Hosting;

/// <summary>
/// The base class of pullers and subscribers that the host starts and stops. If one cannot start, for example because its port is in use,
/// the host does not start.
/// </summary>
public abstract class ZeroRpcHostedReceiver : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly string _label;
    private readonly IServiceProvider _services;
    private ILogger _logger = NullLogger.Instance;
    private ZeroRpcReceiver? _receiver;
    private TimeSpan _stopTimeout;
    private volatile bool _isReceiving;

    private protected ZeroRpcHostedReceiver(string label, IServiceProvider services)
    {
        _label = label;
        _services = services;
    }

    /// <summary>The endpoints on which it listens, with the real ports. Empty before the start, and if it only connects.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>Whether it has started and is not stopping.</summary>
    public bool IsReceiving => _isReceiving;

    /// <summary>Whether a peer is connected.</summary>
    public bool IsConnected => _receiver?.IsConnected ?? false;

    /// <summary>The number of events that were handled without a failure.</summary>
    public long HandledCount => _receiver?.HandledCount ?? 0;

    /// <summary>The number of events that failed.</summary>
    public long FailedCount => _receiver?.FailedCount ?? 0;

    /// <summary>The number of events that are being handled or wait to be handled.</summary>
    public int WaitingCount => _receiver?.WaitingCount ?? 0;

    /// <summary>Starts receiving. Called by the host.</summary>
    /// <param name="cancellationToken">Not used, because nothing waits.</param>
    /// <returns>A task that completes when events are being received.</returns>
    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    /// <exception cref="InvalidOperationException">A service cannot be created, or its names cannot be exposed.</exception>
    /// <exception cref="ZeroRpcEndpointException">An endpoint cannot be bound.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        (ZeroRpcReceiver receiver, ZeroRpcReceiverOptions options) = Create();
        _logger = options.LoggerFactory.CreateLogger(GetType());
        _stopTimeout = options.StopTimeout;
        try
        {
            await AddServicesAsync(receiver, (IHostedReceiverOptions)options).ConfigureAwait(false);
            Endpoints = OneWaySetup.Open(receiver, (IHostedOneWayOptions)options);
            receiver.Start();
            _receiver = receiver;
            _isReceiving = true;
        }
        catch (Exception e)
        {
            await receiver.DisposeAsync().ConfigureAwait(false);
            throw OneWaySetup.CannotStart(_label, e);
        }

        IEnumerable<string> connected = ((IHostedOneWayOptions)options).Connect;
        _logger.Receiving(_label, string.Join(", ", Endpoints.Concat(connected)));
    }

    /// <summary>
    /// Stops receiving. Received events can be handled within <see cref="ZeroRpcReceiverOptions.StopTimeout"/> and the limit of the host;
    /// then their handlers are cancelled. Called by the host.
    /// </summary>
    /// <param name="cancellationToken">The limit of the host.</param>
    /// <returns>A task that completes when it has stopped.</returns>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_receiver is null || !_isReceiving)
        {
            return;
        }

        _isReceiving = false;
        _logger.StoppingReceiver(_label, _stopTimeout);
        await _receiver.StopAsync(cancellationToken).ConfigureAwait(false);
        _logger.Stopped(_label);
    }

    /// <summary>Stops receiving without waiting for the handlers, if the host has not stopped it.</summary>
    /// <returns>A task that completes when it has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        _isReceiving = false;
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Like <see cref="DisposeAsync"/>, but blocks.</summary>
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    private protected abstract (ZeroRpcReceiver Receiver, ZeroRpcReceiverOptions Options) Create();

    private async Task AddServicesAsync(ZeroRpcReceiver receiver, IHostedReceiverOptions options)
    {
        foreach (ServedService service in options.Services)
        {
            ScopedActivator activator = await ScopedActivator.CreateAsync(service.Type, _services, _logger).ConfigureAwait(false);
            receiver.AddActivated(service.Type, activator.Activate, service.Prefix);
        }

        foreach (Action<ZeroRpcReceiver> step in options.Steps)
        {
            step(receiver);
        }
    }
}
