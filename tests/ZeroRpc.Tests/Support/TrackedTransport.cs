using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Support;

/// <summary>The transports that were made, of whatever kind.</summary>
internal sealed class TrackedTransports
{
    private readonly ConcurrentQueue<TrackedTransport> _made = new();

    public TrackedTransport[] Made => [.. _made];

    /// <summary>A factory that makes what another makes, and tracks it.</summary>
    public ITransportFactory Over(ITransportFactory factory) => new Factory(this, factory);

    private sealed class Factory(TrackedTransports all, ITransportFactory factory) : ITransportFactory
    {
        public TransportScheme CarrierOf(TransportScheme scheme) => factory.CarrierOf(scheme);

        public ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger)
        {
            var transport = new TrackedTransport(factory.Create(scheme, options, logger));
            all._made.Enqueue(transport);
            return transport;
        }
    }
}

/// <summary>A transport that tells whether it was disposed of.</summary>
internal sealed class TrackedTransport(ITransport inner) : ITransport
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Disposed => _disposed.Task;

    public bool? IsConnected => inner.IsConnected;

    public int? PeerCount => inner.PeerCount;

    public IReadOnlyList<PeerRoute>? Routes => inner.Routes;

    public bool GivesBack => inner.GivesBack;

    public bool ReachesOnePeer => inner.ReachesOnePeer;

    public bool HearsOnThreadPool => inner.HearsOnThreadPool;

    public void Start(ITransportSink sink) => inner.Start(sink);

    public string Bind(string endpoint) => inner.Bind(endpoint);

    public void Unbind(string endpoint) => inner.Unbind(endpoint);

    public void Connect(string endpoint) => inner.Connect(endpoint);

    public void Disconnect(string endpoint) => inner.Disconnect(endpoint);

    public void Send(in OutgoingMessage message) => inner.Send(message);

    public bool HasRoom(PeerRoute route) => inner.HasRoom(route);

    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) => inner.WaitForRoomAsync(route, cancellationToken);

    public void Flush(PeerRoute route) => inner.Flush(route);

    public void SetReceiving(bool on) => inner.SetReceiving(on);

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        _disposed.TrySetResult();
    }
}
