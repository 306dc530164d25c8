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
/// Calls ZeroRPC services: stock Python and Node servers, and <see cref="ZeroRpcServer"/>. A client is thread-safe and can make any number
/// of calls and streams at once, so a process needs only one.
/// </summary>
/// <remarks>
/// A call fails with one of these exceptions: <see cref="RemoteException"/> if the method failed; <see cref="CallTimeoutException"/> if no
/// first reply was received within the timeout; <see cref="LostRemoteException"/> if the heartbeats of the remote stopped or its connection
/// was lost; <see cref="NotConnectedException"/> if no peer was connected within <see cref="ZeroRpcClientOptions.ConnectTimeout"/>;
/// <see cref="OperationCanceledException"/> if the call's token was cancelled; <see cref="ObjectDisposedException"/> if the client was
/// disposed during the call; <see cref="ValueConversionException"/> if an argument cannot be sent or the result cannot be read as the
/// requested type; <see cref="MessageTooLargeException"/>; <see cref="ProtocolException"/>.
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
    private readonly CallObserver? _observer; // Null only in a benchmark that measures the cost of observing.

    /// <summary>
    /// Creates a client with Python's defaults and without an endpoint. <see cref="Connect"/> or <see cref="Bind"/> it before the first
    /// call.
    /// </summary>
    public ZeroRpcClient()
        : this(new ZeroRpcClientOptions())
    {
    }

    /// <summary>Creates a client without an endpoint. <see cref="Connect"/> or <see cref="Bind"/> it before the first call.</summary>
    /// <param name="options">The options of the client.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcClient(ZeroRpcClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _codec = new ValueCodec(_options.Values);
        ChannelOptions channelOptions = ChannelOptions.From(
            _options, _options.IsHeartbeatPassive, maxChannelsPerPeer: int.MaxValue, _codec, DeadlineClock.For(_options.TimeProvider));
        ILogger logger = LibraryLogger.Create<ZeroRpcClient>(_options.LoggerFactory);
        _links = new ClientLinks(channelOptions, _options, OnConnectionChanged, logger);
        _pipeline = ClientPipeline.Of(_options, _codec, logger, SendAsync);
        _observer = new CallObserver(ActivityKind.Client, _options.TimeProvider);
    }

    /// <summary>Creates a client with Python's defaults and connects it in the background. Calls wait for the connection.</summary>
    /// <param name="endpoint">The endpoint, such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported.</exception>
    public ZeroRpcClient(string endpoint)
        : this(endpoint, new ZeroRpcClientOptions())
    {
    }

    /// <summary>Creates a client and connects it in the background. Calls wait for the connection.</summary>
    /// <param name="endpoint">The endpoint, such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <param name="options">The options of the client.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported.</exception>
    public ZeroRpcClient(string endpoint, ZeroRpcClientOptions options)
        : this(options) => Connect(endpoint);

    /// <summary>
    /// Raised when the state of an endpoint has changed. Runs on a pool thread. Changes are reported one at a time, in the order in which
    /// they happened. An exception that an event handler throws is logged.
    /// </summary>
    public event EventHandler<ZeroRpcConnection>? ConnectionChanged;

    /// <summary>The endpoints of the client with their current states. With a resolver, these are the resolved endpoints.</summary>
    public IReadOnlyList<ZeroRpcConnection> Connections => _links.Connections;

    /// <summary>
    /// The state of the client as a whole: the best state of all endpoints in the order Connected, Reconnecting, Connecting, Lost.
    /// Connecting if there is no endpoint.
    /// </summary>
    public ZeroRpcConnectionState ConnectionState => Connections.Select(connection => connection.State).DefaultIfEmpty()
        .MinBy(state => Array.IndexOf(BestFirst, state));

    /// <summary>The number of live calls.</summary>
    internal int LiveChannels => _links.LiveChannels;

    /// <summary>
    /// Connects to servers in the background, and reconnects whenever a connection is lost. Each call uses one of the servers until it
    /// ends.
    /// </summary>
    /// <param name="endpoints">The endpoints of the servers, such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">An endpoint is malformed or not supported.</exception>
    public void Connect(params string[] endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        foreach (string endpoint in endpoints)
        {
            _links.Connect(endpoint);
        }
    }

    /// <summary>Listens for servers that connect.</summary>
    /// <param name="endpoint">The endpoint, such as <c>tcp://0.0.0.0:4242</c>. Port 0 selects a free port.</param>
    /// <returns>The endpoint with the real port.</returns>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or in use.</exception>
    public string Bind(string endpoint) => _links.Bind(endpoint);

    /// <summary>Stops listening on an endpoint. Calls over its connections fail with <see cref="ObjectDisposedException"/>.</summary>
    /// <param name="endpoint">The endpoint as <see cref="Bind"/> returned it.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not bound.</exception>
    public void Unbind(string endpoint) => _links.UnbindAsync(endpoint).AsTask().GetAwaiter().GetResult();

    /// <summary>Ends a connection that <see cref="Connect"/> started. Calls over it fail with <see cref="ObjectDisposedException"/>.</summary>
    /// <param name="endpoint">The endpoint as it was passed to <see cref="Connect"/>.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not connected.</exception>
    public void Disconnect(string endpoint) => _links.DisconnectAsync(endpoint).AsTask().GetAwaiter().GetResult();

    /// <summary>Calls a method and waits for its result.</summary>
    /// <typeparam name="T">The type to read the result as. <c>object</c> reads any value.</typeparam>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>A task with the result. It fails with the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    public Task<T> InvokeAsync<T>(string method, params object?[]? args) => InvokeAsync<T>(method, default(CallOptions), args);

    /// <inheritdoc cref="InvokeAsync{T}(string, object?[])"/>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public Task<T> InvokeAsync<T>(string method, CallOptions options, params object?[]? args)
    {
        if (CallArguments.TakeToken(ref args, ref options) is { } bothTokens)
        {
            return InvokeAsync<T>(method, options, args, bothTokens);
        }

        return TryStart(method, options, args) is { } call ? ReadAsync<T>(call) : StartAndReadAsync<T>(method, options, args);
    }

    /// <summary>Calls a method, waits until it has completed and ignores its result.</summary>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>
    /// A task that completes when the method has completed. It fails with the exceptions that <see cref="ZeroRpcClient"/> describes.
    /// </returns>
    public Task InvokeAsync(string method, params object?[]? args) => InvokeAsync(method, default(CallOptions), args);

    /// <inheritdoc cref="InvokeAsync(string, object?[])"/>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public Task InvokeAsync(string method, CallOptions options, params object?[]? args)
    {
        if (CallArguments.TakeToken(ref args, ref options) is { } bothTokens)
        {
            return InvokeAsync(method, options, args, bothTokens);
        }

        return TryStart(method, options, args) is { } call ? ReadNothingAsync(call) : StartAndReadNothingAsync(method, options, args);
    }

    /// <summary>
    /// Calls a method that streams, and reads the items as they arrive. The call starts when the first item is requested.
    /// </summary>
    /// <typeparam name="T">The type to read each item as. <c>object</c> reads any value.</typeparam>
    /// <param name="method">The name of the method.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>
    /// The items. The remote sends at most a window of items ahead of the reader. If the reader stops before the end, the call ends
    /// immediately on this side; a .NET server is told immediately, and other servers notice when the heartbeats stop. Enumerating fails
    /// with the exceptions that <see cref="ZeroRpcClient"/> describes. An error within a stream is thrown after the items that precede it.
    /// </returns>
    public IAsyncEnumerable<T> StreamAsync<T>(string method, params object?[]? args) => StreamAsync<T>(method, default(CallOptions), args);

    /// <inheritdoc cref="StreamAsync{T}(string, object?[])"/>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    public IAsyncEnumerable<T> StreamAsync<T>(string method, CallOptions options, params object?[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        CancellationToken last = default;
        CallArguments.TakeToken(ref args, ref last);
        return ReadStreamAsync<T>(method, options, CallArguments.Of(method, args), last, CancellationToken.None);
    }

    /// <summary>Calls a method that can return either a value or a stream. The first reply shows which.</summary>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options of this call, which override the client's options.</param>
    /// <param name="args">The arguments. A <see cref="CancellationToken"/> at the end cancels the call and is not sent.</param>
    /// <returns>A task with the first reply. It fails with the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
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
    /// <returns>A task that completes when the connections are closed.</returns>
    public ValueTask DisposeAsync() => _links.DisposeAsync();

    /// <summary>Like <see cref="DisposeAsync"/>, but blocks until the connections are closed.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void OnConnectionChanged(ZeroRpcConnection change, Action<Exception> onFailed) =>
        EventHandlers.Raise(ConnectionChanged, this, change, onFailed);

    /// <summary>
    /// Starts a call directly if possible. Returns null if the call must wait for a connection, has interceptors, retries or observers, or
    /// has invalid arguments.
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
            return null; // StartUnobserved throws the exception again and reports it through the task.
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

    // The next two methods keep little state while they wait: the arguments have already been sent.
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

    /// <summary>Returns the settings of a call. Throws an exception for a stream that could not receive its second item.</summary>
    private CallSettings SettingsOf(Link link, string method, in CallOptions options, bool streams)
    {
        CallSettings settings = link.SettingsOf(method, options, _options);
        return streams && link.Channels.IsUnroutable ? throw CallErrors.Unroutable(settings) : settings;
    }

    /// <summary>Sends a call of the pipeline, after interceptors, hooks and retries have run.</summary>
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
        // Linked only if there are several tokens, so that the exception contains the caller's own token if there is only one.
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
