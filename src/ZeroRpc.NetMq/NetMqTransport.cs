using Microsoft.Extensions.Logging;
using NetMQ;
using ZeroRpc.Diagnostics;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// ZeroMQ over tcp by NetMQ. One thread owns the socket, since two threads that touch a NetMQ socket can end the process; others add messages
/// and wake the owner. It uses NetMQ's public interface alone, changes nothing that belongs to the whole process, and never cleans NetMQ up.
/// </summary>
internal sealed class NetMqTransport : ITransport
{
    /// <summary>
    /// The number of handlers and callers that run on the owner's thread in one turn. NetMQ's work for each message is so long that several run
    /// better on the thread pool; a single one should not wait for a thread of the pool.
    /// </summary>
    private const int MostAtOnce = 1;

    private static int _lastNumber;

    private readonly TransportOptions _options;
    private readonly ILogger _logger;
    private readonly WakeUp _wakeUp = new();
    private readonly Inbox _inbox = new();
    private readonly DeferredWakeUp _deferred;
    private readonly Backlogs _backlogs;
    private readonly OwnerThread _owner;
    private readonly Dictionary<string, string> _bound = [];
    private SocketLoop? _loop;
    private volatile bool _stopping;

    /// <summary>Creates a transport. <see cref="Start"/> opens its socket.</summary>
    public NetMqTransport(TransportOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _backlogs = Backlogs.For(options);
        _deferred = new DeferredWakeUp(_wakeUp);
        _owner = new OwnerThread($"ZeroRpc NetMQ {options.Role} {Interlocked.Increment(ref _lastNumber)}", _wakeUp);
    }

    /// <inheritdoc/>
    public bool? IsConnected => _loop?.IsConnected;

    /// <inheritdoc/>
    public int? PeerCount => _loop?.Connections?.PeerCount;

    /// <inheritdoc/>
    public bool ReachesOnePeer => _options.Role != SocketRole.Dealer || PeerCount is not > 1;

    /// <inheritdoc/>
    /// <remarks>The owner has a thread of its own, but without completion ports NetMQ receives by .NET's sockets, which complete on the pool.</remarks>
    public bool HearsOnThreadPool => true;

    /// <summary>The number of the loop's turns so far, which does not change while there is nothing to do.</summary>
    internal long Iterations => _loop?.Iterations ?? 0;

    /// <inheritdoc/>
    public void Start(ITransportSink sink)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _owner.Start(() => Own(new SinkGuard(sink, _logger), opened));
        try
        {
            opened.Task.GetAwaiter().GetResult();
        }
        catch (NetMQException exception) when (exception.ErrorCode == ErrorCode.TooManyOpenSockets)
        {
            throw new ZeroRpcEndpointException(
                $"NetMQ allows {NetMQConfig.MaxSockets} sockets in a process, and there are as many; a client takes three. Use fewer clients, " +
                "raise NetMQConfig.MaxSockets before the first is made, or leave out UseNetMq.",
                exception);
        }
    }

    /// <inheritdoc/>
    public string Bind(string endpoint)
    {
        Endpoint wanted = TcpAddresses.ForBind(endpoint);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return _owner.Run(() => BindNow(wanted));
            }
            catch (AddressAlreadyInUseException) when (attempt < 20)
            {
                // NetMQ closes the port of a disposed listener a few milliseconds after the disposal.
                Thread.Sleep(5);
            }
            catch (NetMQException exception)
            {
                throw TcpAddresses.CannotBind(endpoint, exception);
            }
        }
    }

    /// <inheritdoc/>
    public void Unbind(string endpoint) => _owner.Run(() =>
    {
        if (_bound.Remove(endpoint, out string? key))
        {
            _loop!.Unbind(key);
        }

        return 0;
    });

    /// <inheritdoc/>
    public void Connect(string endpoint)
    {
        string address = TcpAddresses.ForConnect(endpoint).ToString();
        _owner.Run(() =>
        {
            _loop!.Connect(address);
            return 0;
        });
    }

    /// <inheritdoc/>
    public void Disconnect(string endpoint)
    {
        string address = TcpAddresses.ForConnect(endpoint).ToString();
        _owner.Run(() =>
        {
            _loop!.Disconnect(address);
            return 0;
        });
    }

    /// <inheritdoc/>
    public void Send(in OutgoingMessage message)
    {
        if (_stopping)
        {
            return;
        }

        _logger.Sends(message);
        _backlogs.Add(message.Route, message.Body.Length);
        _inbox.Add(message.Kept());
        if (message.IsUrgent)
        {
            _wakeUp.Signal();
        }
        else
        {
            _deferred.SignalSoon();
        }
    }

    /// <inheritdoc/>
    public void Flush(PeerRoute route) => _wakeUp.Signal();

    /// <inheritdoc/>
    public bool HasRoom(PeerRoute route) => _backlogs.HasRoom(route);

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) =>
        _backlogs.WaitForRoomAsync(route, cancellationToken);

    /// <inheritdoc/>
    public void SetReceiving(bool on)
    {
        if (_loop is { } loop)
        {
            loop.IsReceiving = on;
            _wakeUp.Signal();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _owner.Close();
        _backlogs.Close();
        _wakeUp.Signal();
        if (_loop is null)
        {
            _wakeUp.Dispose();
        }
        else if (!_owner.IsCurrent)
        {
            await _owner.Ended.ConfigureAwait(false);
        }
    }

    private string BindNow(Endpoint wanted)
    {
        _loop!.Socket.Bind(wanted.ToString());
        Endpoint bound = wanted with { Port = TcpAddresses.PortOf(_loop.Socket.Options.LastEndpoint!) };
        string endpoint = bound.ToString();
        _bound[endpoint] = TcpAddresses.UnbindKey(bound);
        Log.Listening(_logger, endpoint);
        return endpoint;
    }

    /// <summary>
    /// The body of the owner's thread: it opens the socket, unless it takes the socket over from another thread, and runs the loop until the
    /// transport ends. False when another thread has the socket now.
    /// </summary>
    private bool Own(SinkGuard sink, TaskCompletionSource opened)
    {
        bool isOurs = true;
        try
        {
            _loop ??= new SocketLoop(_options, _wakeUp, _deferred, _inbox, _backlogs, sink, _logger);
            opened.TrySetResult();
            isOurs = GoRound(_loop);
        }
        catch (Exception exception) when (opened.TrySetException(exception))
        {
            // The socket could not be opened: Start throws why.
        }
        catch (Exception exception)
        {
            _logger.TransportFailed(exception);
        }
        finally
        {
            if (isOurs)
            {
                Close();
            }
        }

        return isOurs;
    }

    /// <summary>Runs the loop until the transport ends. False when another thread has the socket now.</summary>
    private bool GoRound(SocketLoop loop)
    {
        InlineExecutor turn = InlineExecutor.Begin(_owner.Replace, MostAtOnce);
        try
        {
            Func<bool> hasWork = () => _stopping || _owner.HasCommands;
            while (!_stopping)
            {
                _owner.RunCommands();
                if (!loop.Turn(turn, hasWork))
                {
                    return false;
                }
            }

            if (!turn.Run())
            {
                return false;
            }

            loop.SendAll();
            return true;
        }
        finally
        {
            turn.End();
        }
    }

    private void Close()
    {
        _stopping = true;
        try
        {
            _loop?.Dispose();
        }
        catch (Exception exception)
        {
            _logger.TransportFailed(exception);
        }

        _backlogs.Close();
        _wakeUp.Dispose();
    }
}
