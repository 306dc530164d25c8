using System.Collections.Concurrent;
using System.Diagnostics;
using MessagePack;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Events;
using ZeroRpc.Transport;
using ZeroRpc.Transport.InMemory;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>A server in memory that takes requests and never answers, but for heartbeats if it is told to. It keeps no channels.</summary>
internal sealed class SilentPeer : ITransportSink, IDisposable
{
    private static int _lastName;

    private readonly InMemoryTransport _transport;
    private readonly MessageIdSource _ids = new();
    private readonly ConcurrentDictionary<MessageId, long> _lastSeen = [];
    private readonly List<TimeSpan> _gaps = [];
    private readonly bool _answersHeartbeats;
    private int _requests;

    /// <summary>Listens.</summary>
    public SilentPeer(bool answersHeartbeats = false)
    {
        _answersHeartbeats = answersHeartbeats;
        var options = new TransportOptions(SocketRole.Router, int.MaxValue, TimeSpan.Zero);
        _transport = new InMemoryTransport(options, NullLogger.Instance, InMemoryNetwork.Default);
        _transport.Start(this);
        Endpoint = _transport.Bind($"inproc://silent-{Interlocked.Increment(ref _lastName)}");
    }

    /// <summary>Where it listens.</summary>
    public string Endpoint { get; }

    /// <summary>How many requests came.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The times from each channel's request or heartbeat to its next heartbeat.</summary>
    public TimeSpan[] HeartbeatGaps()
    {
        lock (_gaps)
        {
            return [.. _gaps];
        }
    }

    /// <inheritdoc/>
    public void OnMessage(in IncomingMessage message)
    {
        if (!EventReader.TryRead(message, 64, out IncomingEvent received, out _))
        {
            return;
        }

        if (received.Kind == EventKind.Method)
        {
            Interlocked.Increment(ref _requests);
        }

        if (_answersHeartbeats)
        {
            Note(received);
        }
    }

    /// <inheritdoc/>
    public void OnMalformed(PeerRoute route, string reason)
    {
    }

    /// <inheritdoc/>
    public void OnPeerCame(PeerRoute route)
    {
    }

    /// <inheritdoc/>
    public void OnPeerGone(PeerRoute route)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Note(in IncomingEvent received)
    {
        long now = Stopwatch.GetTimestamp();
        if (received.Kind == EventKind.Method)
        {
            _lastSeen[received.Header.Id] = now;
            return;
        }

        lock (_gaps)
        {
            _gaps.Add(Stopwatch.GetElapsedTime(_lastSeen[received.Header.ResponseTo], now));
        }

        _lastSeen[received.Header.ResponseTo] = now;
        EventBuffer buffer = EventWriter.BeginInChannel(_ids, received.Header.ResponseTo, EventNames.Heartbeat);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(1);
        writer.Write(0);
        writer.Flush();
        _transport.Send(new OutgoingMessage(received.Route, buffer.Detach()));
    }
}
