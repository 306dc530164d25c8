using System.Net;
using System.Net.Sockets;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Connects to an endpoint, and again whenever the connection is lost or cannot be made, until it is stopped. A name is looked up anew for each
/// attempt, and all its addresses are tried. The loop has either the connector or its connection.
/// </summary>
internal sealed class Connector(Endpoint endpoint, IoLoop loop, ConnectionSettings settings, IConnectionOwner owner)
    : IoSource(settings.Loops, loop), IConnectionOwner
{
    /// <summary>A peer that has closed that many connections in their handshake, and admitted none in between, is likely to close the next.</summary>
    private const int SuspiciousEnds = 3;

    /// <summary>How long a connection may take to be made, in milliseconds: TCP asks twice again meanwhile. A machine that starts later is asked anew.</summary>
    private const int ConnectTime = 5000;

    private readonly ReconnectBackoff _backoff = new();
    private readonly Queue<EndPoint> _addresses = new();
    private Socket? _socket;
    private Connection? _connection;
    private long _dueAt = long.MaxValue;
    private long _readySince;
    private int _suspiciousEnds;
    private bool _isStopped;

    /// <inheritdoc/>
    public override Socket? Socket => _socket;

    /// <inheritdoc/>
    public override Interest Interest => Interest.Connect;

    /// <inheritdoc/>
    public override long DueAt => _dueAt;

    /// <summary>Makes the first attempt, soon.</summary>
    public void Start() => Loop.Post(this, Attempt);

    /// <summary>Ends the connection, and the attempts at one. On the loop's thread.</summary>
    public void Stop()
    {
        Loop.Remove(this);
        Dispose();
        _connection?.Lose();
    }

    /// <inheritdoc/>
    public override void OnWritable()
    {
        if (_socket is not { } socket)
        {
            return;
        }

        var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error == SocketError.Success)
        {
            OnConnected();
        }
        else
        {
            DropSocket();
            TryNext(Describe(error));
        }
    }

    /// <inheritdoc/>
    public override void OnDue(byte[] buffer)
    {
        if (_socket is null)
        {
            Attempt();
        }
        else
        {
            DropSocket();
            TryNext("the host does not answer");
        }
    }

    /// <inheritdoc/>
    public override void OnFault(Exception exception)
    {
        DropSocket();
        Retry(exception.Message);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _isStopped = true;
        _dueAt = long.MaxValue;
        DropSocket();
    }

    /// <inheritdoc/>
    Pipe IConnectionOwner.Admit(Connection connection, PeerProperties peer)
    {
        Pipe pipe = owner.Admit(connection, peer);
        _suspiciousEnds = 0;
        settings.ConnectProblem = null;
        _readySince = Environment.TickCount64;
        return pipe;
    }

    /// <inheritdoc/>
    void IConnectionOwner.OnLost(Connection connection, Pipe? pipe)
    {
        _connection = null;
        if (!_isStopped)
        {
            Loop.Add(this);
        }

        owner.OnLost(connection, pipe);
        if (RefusalOf(connection) is { } refusal)
        {
            settings.Sink.OnRefused(endpoint.ToString(), refusal);
        }

        if (pipe is not null && Environment.TickCount64 - _readySince >= ReconnectBackoff.Longest)
        {
            _backoff.Reset();
        }

        Retry("the connection has gone");
    }

    private string? RefusalOf(Connection connection)
    {
        _suspiciousEnds += connection.Suspicion is null ? 0 : 1;
        return connection.Refusal ?? (_suspiciousEnds >= SuspiciousEnds ? connection.Suspicion : null);
    }

    private void Attempt()
    {
        _dueAt = long.MaxValue;
        if (endpoint.Scheme == TransportScheme.Ipc)
        {
            _addresses.Enqueue(UnixSockets.AddressOf(endpoint));
            TryNext("there is no such socket");
        }
        else
        {
            NameLookup.Start(endpoint.Host, addresses => Loop.Post(this, () => OnFound(addresses)));
        }
    }

    private void OnFound(IPAddress[] addresses)
    {
        foreach (IPAddress address in addresses)
        {
            _addresses.Enqueue(new IPEndPoint(address, endpoint.Port));
        }

        TryNext($"the host '{endpoint.Host}' has no address");
    }

    private void TryNext(string problem)
    {
        while (!_isStopped && _addresses.TryDequeue(out EndPoint? address))
        {
            switch (Begin(address))
            {
                case SocketError.Success:
                    OnConnected();
                    return;
                case SocketError.WouldBlock when OperatingSystem.IsLinux() && address is UnixDomainSocketEndPoint:
                    problem = "too many peers wait there to be accepted"; // EAGAIN; unlike EINPROGRESS, nothing is under way.
                    DropSocket();
                    break;
                case SocketError.WouldBlock or SocketError.InProgress:
                    _dueAt = Environment.TickCount64 + ConnectTime;
                    return;
                case SocketError error:
                    problem = Describe(error);
                    DropSocket();
                    break;
            }
        }

        Retry(problem);
    }

    private SocketError Begin(EndPoint address)
    {
        ProtocolType protocol = endpoint.Scheme == TransportScheme.Ipc ? ProtocolType.Unspecified : ProtocolType.Tcp;
        try
        {
            _socket = new Socket(address.AddressFamily, SocketType.Stream, protocol) { Blocking = false };
            _socket.Connect(address);
            return SocketError.Success;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }

    private void OnConnected()
    {
        Socket socket = _socket!;
        if (IsConnectedToItself(socket))
        {
            DropSocket();
            TryNext("nobody listens there");
            return;
        }

        _connection = new Connection(socket, endpoint.ToString(), Loop, settings, this);
        _socket = null;
        _dueAt = long.MaxValue;
        _addresses.Clear();
        Loop.Remove(this); // The connection takes our place at the loop until it is lost.
        Loop.Add(_connection);
        _connection.Start();
    }

    // If nobody listens on a port of the range for clients, the system may give the connecting socket that port, and connect it to itself.
    private static bool IsConnectedToItself(Socket socket) =>
        socket.LocalEndPoint is IPEndPoint { Port: var port } local && socket.RemoteEndPoint is IPEndPoint remote
        && port == remote.Port && local.Address.Equals(remote.Address);

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.HostUnreachable => "the host cannot be reached",
        SocketError.NetworkUnreachable => "the network cannot be reached",
        SocketError.TimedOut => "the host does not answer",
        _ => $"the system reported {error}",
    };

    private void Retry(string problem)
    {
        _addresses.Clear();
        if (!_isStopped)
        {
            int delay = _backoff.Next(Environment.TickCount64);
            _dueAt = Environment.TickCount64 + delay;
            Refresh(); // The loop looks by itself only after it has called us, and not after it has called the lost connection.
            settings.ConnectProblem = problem;
            Log.ConnectsAgain(settings.Logger, endpoint.ToString(), problem, delay);
        }
    }

    private void DropSocket()
    {
        Loop.Unwatch(this);
        _socket?.Dispose();
        _socket = null;
    }
}
