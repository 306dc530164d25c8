using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Client;
using ZeroRpc.Client.Links;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;
using ZeroRpc.Threading;

namespace ZeroRpc;

/// <summary>
/// Calls ZeroRPC services: stock Python's and Node's, and <see cref="ZeroRpcServer"/>. Thread-safe: one client serves a whole process, with any
/// number of calls and streams at once.
/// </summary>
/// <remarks>
/// Every call fails with one of these: <see cref="RemoteException"/> when the method failed; <see cref="CallTimeoutException"/> when no first
/// reply came in time; <see cref="LostRemoteException"/> when the remote's heartbeats stopped; <see cref="NotConnectedException"/> when nobody
/// was there within <see cref="ZeroRpcClientOptions.ConnectTimeout"/>; <see cref="OperationCanceledException"/> when its token fired;
/// <see cref="ObjectDisposedException"/> when the client was disposed meanwhile; <see cref="ValueConversionException"/> when an argument cannot
/// be sent or the result is of another type; <see cref="MessageTooLargeException"/>; <see cref="ProtocolException"/>.
/// </remarks>
public sealed partial class ZeroRpcClient : IZeroRpcClient, IAsyncDisposable, IDisposable
{
    private static readonly ZeroRpcConnectionState[] BestFirst =
    [
        ZeroRpcConnectionState.Connected, ZeroRpcConnectionState.Reconnecting, ZeroRpcConnectionState.Connecting, ZeroRpcConnectionState.Lost,
        ZeroRpcConnectionState.Closed,
    ];

    private readonly ZeroRpcClientOptions _options;
    private readonly ValueCodec _codec;
    private readonly ClientLinks _links;
    private readonly ClientPipeline? _pipeline;
    private readonly CallObserver? _observer; // Null where a benchmark measures what it costs.

    /// <summary>Makes a client with Python's defaults that is not connected: <see cref="Connect"/> or <see cref="Bind"/> it.</summary>
    public ZeroRpcClient()
        : this(new ZeroRpcClientOptions())
    {
    }

    /// <summary>Makes a client that is not connected: <see cref="Connect"/> or <see cref="Bind"/> it.</summary>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcClient(ZeroRpcClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _codec = new ValueCodec(_options.Values);
        ChannelOptions channelOptions = ChannelOptions.From(
            _options, _options.PassiveHeartbeat, maxChannelsPerPeer: int.MaxValue, _codec, DeadlineClock.For(_options.TimeProvider));
        ILogger logger = _options.LoggerFactory.CreateLogger<ZeroRpcClient>();
        _links = new ClientLinks(channelOptions, _options, OnConnectionChanged, logger);
        _pipeline = ClientPipeline.Of(_options, _codec, logger, SendAsync);
        _observer = new CallObserver(ActivityKind.Client, _options.TimeProvider);
    }

    /// <summary>Makes a client with Python's defaults and connects it, in the background: a call waits for the connection.</summary>
    /// <param name="endpoint">Such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported.</exception>
    public ZeroRpcClient(string endpoint)
        : this(endpoint, new ZeroRpcClientOptions())
    {
    }

    /// <summary>Makes a client and connects it, in the background: a call waits for the connection.</summary>
    /// <param name="endpoint">Such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported.</exception>
    public ZeroRpcClient(string endpoint, ZeroRpcClientOptions options)
        : this(options) => Connect(endpoint);

    /// <summary>
    /// Tells that the state of an endpoint changed. Raised on a pool thread, one change after the other, in the order they happened; a handler
    /// that throws is logged.
    /// </summary>
    public event EventHandler<ZeroRpcConnection>? ConnectionChanged;

    /// <summary>The client's endpoints and how they stand now. With a resolver, those it was resolved to.</summary>
    public IReadOnlyList<ZeroRpcConnection> Connections => _links.Connections;

    /// <summary>
    /// How the client as a whole stands: as the best of its endpoints does, in the order Connected, Reconnecting, Connecting, Lost; Connecting
    /// while it has none.
    /// </summary>
    public ZeroRpcConnectionState ConnectionState => Connections.Select(connection => connection.State).DefaultIfEmpty()
        .MinBy(state => Array.IndexOf(BestFirst, state));

    /// <summary>How many calls are live.</summary>
    internal int LiveChannels => _links.LiveChannels;

    /// <summary>Connects to servers, in the background and again whenever a connection goes. Each call goes to one of them, and stays there.</summary>
    /// <param name="endpoints">Their endpoints.</param>
    /// <exception cref="ZeroRpcEndpointException">An endpoint is malformed or not supported.</exception>
    public void Connect(params string[] endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        foreach (string endpoint in endpoints)
        {
            _links.Connect(endpoint);
        }
    }

    /// <summary>Listens for a server that connects.</summary>
    /// <param name="endpoint">Such as <c>tcp://0.0.0.0:4242</c>; port 0 takes a free one.</param>
    /// <returns>The endpoint with the port that was taken.</returns>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or taken.</exception>
    public string Bind(string endpoint) => _links.Bind(endpoint);

    /// <summary>Ends a connection, or the listening on an endpoint. Calls that run over it fail with <see cref="ObjectDisposedException"/>.</summary>
    /// <param name="endpoint">The endpoint as it was connected, or as <see cref="Bind"/> gave it back.</param>
    /// <exception cref="ZeroRpcEndpointException">The client has no such endpoint.</exception>
    public void Disconnect(string endpoint) => _links.DisconnectAsync(endpoint).AsTask().GetAwaiter().GetResult();

    /// <summary>Calls a method and waits for its one value.</summary>
    /// <typeparam name="T">What the value is read as; <c>object</c> for whatever it is.</typeparam>
    /// <param name="method">The method's name.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>The value. How the task fails: see <see cref="ZeroRpcClient"/>.</returns>
    public Task<T> InvokeAsync<T>(string method, params object?[]? args) => InvokeAsync<T>(method, default(CallOptions), args);

    /// <inheritdoc cref="InvokeAsync{T}(string, object?[])"/>
    /// <param name="method">The method's name.</param>
    /// <param name="options">What this call wants otherwise than the client's options.</param>
    /// <param name="args">Its arguments.</param>
    public Task<T> InvokeAsync<T>(string method, CallOptions options, params object?[]? args)
    {
        if (CallArguments.TakeToken(ref args, ref options) is { } bothTokens)
        {
            return InvokeAsync<T>(method, options, args, bothTokens);
        }

        return TryStart(method, options, args) is { } call ? ReadAsync<T>(call) : StartAndReadAsync<T>(method, options, args);
    }

    /// <summary>Calls a method and waits until it is done; its value is ignored.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>A task. How it fails: see <see cref="ZeroRpcClient"/>.</returns>
    public Task InvokeAsync(string method, params object?[]? args) => InvokeAsync(method, default(CallOptions), args);

    /// <inheritdoc cref="InvokeAsync(string, object?[])"/>
    /// <param name="method">The method's name.</param>
    /// <param name="options">What this call wants otherwise than the client's options.</param>
    /// <param name="args">Its arguments.</param>
    public Task InvokeAsync(string method, CallOptions options, params object?[]? args)
    {
        if (CallArguments.TakeToken(ref args, ref options) is { } bothTokens)
        {
            return InvokeAsync(method, options, args, bothTokens);
        }

        return TryStart(method, options, args) is { } call ? ReadNothingAsync(call) : StartAndReadNothingAsync(method, options, args);
    }

    /// <summary>Calls a method that streams, and reads its items as they come. The call starts when the first item is asked for.</summary>
    /// <typeparam name="T">What each item is read as; <c>object</c> for whatever it is.</typeparam>
    /// <param name="method">The method's name.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>
    /// The items. Reading holds the remote to the window; leaving early ends the call here at once, and there at once (.NET) or when the heartbeats lapse. How it
    /// fails: see <see cref="ZeroRpcClient"/>; an error in the middle comes after the items before it.
    /// </returns>
    public IAsyncEnumerable<T> StreamAsync<T>(string method, params object?[]? args) => StreamAsync<T>(method, default(CallOptions), args);

    /// <inheritdoc cref="StreamAsync{T}(string, object?[])"/>
    /// <param name="method">The method's name.</param>
    /// <param name="options">What this call wants otherwise than the client's options.</param>
    /// <param name="args">Its arguments.</param>
    public IAsyncEnumerable<T> StreamAsync<T>(string method, CallOptions options, params object?[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        CancellationToken last = default;
        CallArguments.TakeToken(ref args, ref last);
        return ReadStreamAsync<T>(method, options, CallArguments.Of(method, args), last, CancellationToken.None);
    }

    /// <summary>Calls a method of which it is not known whether it answers with one value or with a stream: the first reply tells.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="options">What this call wants otherwise than the client's options.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>The reply. How the task fails: see <see cref="ZeroRpcClient"/>.</returns>
    public async Task<ZeroRpcReply> CallAsync(string method, CallOptions options, params object?[]? args)
    {
        CancellationTokenSource? bothTokens = CallArguments.TakeToken(ref args, ref options);
        try
        {
            Reply first = await Start(method, options, args).ConfigureAwait(false);
            first.ThrowIfError();
            var reply = new ZeroRpcReply(first, _codec, options.CancellationToken);
            if (bothTokens is not null && reply.IsStream)
            {
                CancellationTokenSource heldByStream = bothTokens;
                bothTokens = null;
                reply.OnEnded(_ => heldByStream.Dispose());
            }

            return reply;
        }
        finally
        {
            bothTokens?.Dispose();
        }
    }

    /// <summary>Ends all calls, which fail with <see cref="ObjectDisposedException"/>, and closes the connections.</summary>
    public ValueTask DisposeAsync() => _links.DisposeAsync();

    /// <summary>As <see cref="DisposeAsync"/>, blocking until the connections are closed.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void OnConnectionChanged(ZeroRpcConnection change) => ConnectionChanged?.Invoke(this, change);

    /// <summary>
    /// Starts a call where nothing stands in its way; null where there is something to wait for, to run around it, or to refuse.
    /// </summary>
    private ClientCall? TryStart(string method, in CallOptions options, object?[]? args)
    {
        if (_pipeline is not null || _observer is { IsOn: true } || string.IsNullOrEmpty(method) || !_links.TryChoose(method, out Link? link))
        {
            return null;
        }

        CallSettings settings;
        try
        {
            settings = link.SettingsOf(method, options, _options);
            args = CallArguments.Of(method, args);
        }
        catch (ArgumentException)
        {
            return null; // The slower way refuses it by its task.
        }

        return ClientCall.Start(link, settings, args, options.CancellationToken);
    }

    private async Task<T> InvokeAsync<T>(string method, CallOptions options, object?[]? args, CancellationTokenSource bothTokens)
    {
        using (bothTokens)
        {
            return await InvokeAsync<T>(method, options, args).ConfigureAwait(false);
        }
    }

    private async Task InvokeAsync(string method, CallOptions options, object?[]? args, CancellationTokenSource bothTokens)
    {
        using (bothTokens)
        {
            await InvokeAsync(method, options, args).ConfigureAwait(false);
        }
    }

    // These two keep little while they wait: the arguments are sent already.
    private async Task<T> ReadAsync<T>(ClientCall call)
    {
        try
        {
            await call.FirstReplyAsync().ConfigureAwait(false);
            return call.Reply.Read<T>(_codec);
        }
        finally
        {
            call.Release();
        }
    }

    private static async Task ReadNothingAsync(ClientCall call)
    {
        try
        {
            await call.FirstReplyAsync().ConfigureAwait(false);
            call.Reply.ReadNothing();
        }
        finally
        {
            call.Release();
        }
    }

    private async Task<T> StartAndReadAsync<T>(string method, CallOptions options, object?[]? args) =>
        (await Start(method, options, args).ConfigureAwait(false)).Read<T>(_codec);

    private async Task StartAndReadNothingAsync(string method, CallOptions options, object?[]? args) =>
        (await Start(method, options, args).ConfigureAwait(false)).ReadNothing();

    private ValueTask<Reply> Start(string method, in CallOptions options, object?[]? args, bool streams = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        return _observer is { IsOn: true } ? StartObservedAsync(method, options, args, streams) : StartUnobserved(method, options, args, streams);
    }

    private ValueTask<Reply> StartUnobserved(string method, in CallOptions options, object?[]? args, bool streams)
    {
        if (_pipeline is not null)
        {
            return _pipeline.RunAsync(new ZeroRpcRequest(method, CallArguments.Of(method, args), options));
        }

        ValueTask<Link> link = _links.ChooseAsync(method, options);
        return link.IsCompletedSuccessfully
            ? StartOn(link.Result, method, options, args, streams)
            : StartLaterAsync(link, method, options, args, streams);
    }

    private async ValueTask<Reply> StartLaterAsync(ValueTask<Link> link, string method, CallOptions options, object?[]? args, bool streams) =>
        await StartOn(await link.ConfigureAwait(false), method, options, args, streams).ConfigureAwait(false);

    private ValueTask<Reply> StartOn(Link link, string method, in CallOptions options, object?[]? args, bool streams) =>
        ClientCall.StartAsync(link, SettingsOf(link, method, options, streams), CallArguments.Of(method, args), options.CancellationToken);

    /// <summary>The settings of a call; refuses a stream that could not go on after its first item.</summary>
    private CallSettings SettingsOf(Link link, string method, in CallOptions options, bool streams)
    {
        CallSettings settings = link.SettingsOf(method, options, _options);
        return streams && link.Channels.IsUnroutable ? throw CallErrors.Unroutable(settings) : settings;
    }

    /// <summary>Makes a call for the pipeline, once all around it had its say.</summary>
    private async ValueTask<ZeroRpcReply> SendAsync(ZeroRpcRequest request)
    {
        object?[] args = CallArguments.Of(request.Method, request.Arguments);
        CancellationToken cancellationToken = request.Options.CancellationToken;
        ValueTask<Link> choice = _links.ChooseAsync(request.Method, request.Options);
        Link link = request.Blocks ? Wait(choice) : await choice.ConfigureAwait(false);
        request.Watch = new ReplyWatch();
        CallSettings settings = link.SettingsOf(request.Method, request.Options, _options) with { Watch = request.Watch };
        Reply reply = request.Blocks
            ? ClientCall.Run(link, settings, args, cancellationToken)
            : await ClientCall.StartAsync(link, settings, args, cancellationToken).ConfigureAwait(false);
        reply.ThrowIfError();
        return new ZeroRpcReply(reply, _codec, cancellationToken);
    }

    private async IAsyncEnumerable<T> ReadStreamAsync<T>(
        string method, CallOptions options, object?[] args, CancellationToken last, [EnumeratorCancellation] CancellationToken enumeration)
    {
        // Linked only where several can fire, so that an exception names the caller's own token where there is one.
        CancellationToken[] tokens = [.. new[] { options.CancellationToken, last, enumeration }.Where(token => token.CanBeCanceled).Distinct()];
        using CancellationTokenSource? linked = tokens.Length > 1 ? CancellationTokenSource.CreateLinkedTokenSource(tokens) : null;
        CancellationToken any = linked?.Token ?? tokens.FirstOrDefault();
        Reply reply = await Start(method, options with { CancellationToken = any }, args, streams: true).ConfigureAwait(false);
        if (reply.ReadStream() is { } stream)
        {
            await foreach (T item in stream.ReadAsync<T>(_codec, any).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }
}
