namespace ZeroRpc.Transport;

/// <summary>
/// One socket and its connections: the seam behind which memory, our own ZeroMQ peer or another engine carries messages. It carries bodies
/// (one msgpack event each) to and from routes, and says of its connections what it knows. Which way they go is the <see cref="SocketRole"/>'s; a router
/// needs routes to send, a dealer may have them, all others send to <see cref="PeerRoute.None"/>.
/// </summary>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>
    /// Whether a peer is connected now, for a publisher: whether one has subscribed; null when the transport cannot say. In the four
    /// one-way roles it must say so, and tell the sink of each change.
    /// </summary>
    bool? IsConnected { get; }

    /// <summary>How many peers are connected now; null when the transport cannot say.</summary>
    int? PeerCount => null;

    /// <summary>
    /// The routes of a dealer's peers that are connected now, where messages can be sent to one of them, and what comes says from which; null
    /// where they cannot: then the route is <see cref="PeerRoute.None"/>, and messages go to the peers in turn.
    /// </summary>
    IReadOnlyList<PeerRoute>? Routes => null;

    /// <summary>Whether it gives back the arrays of bodies that are passed to it, once they have been sent.</summary>
    bool GivesBack => false;

    /// <summary>
    /// Whether all that a dealer sends without a route goes to one peer. False while it has several and cannot address one of them
    /// (<see cref="Routes"/>): ZeroMQ then sends each message to the next peer, so that a call gets no further than its request.
    /// </summary>
    bool ReachesOnePeer => true;

    /// <summary>
    /// Whether it needs a free thread of the thread pool to receive. While user code holds them all, a peer's silence then says nothing.
    /// </summary>
    bool HearsOnThreadPool => false;

    /// <summary>Starts delivering to <paramref name="sink"/>. Called once, before anything else.</summary>
    void Start(ITransportSink sink);

    /// <summary>Listens on <paramref name="endpoint"/> and gives back the endpoint as bound, with the real port.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is taken, is not ours, or is not an endpoint.</exception>
    string Bind(string endpoint);

    /// <summary>Stops listening on an endpoint that <see cref="Bind"/> gave back.</summary>
    void Unbind(string endpoint);

    /// <summary>Connects in the background, again and again until <see cref="Disconnect"/>.</summary>
    void Connect(string endpoint);

    /// <summary>Ends a connection that <see cref="Connect"/> asked for.</summary>
    void Disconnect(string endpoint);

    /// <summary>
    /// Takes a message to be sent, in order per route, from any thread; never blocks. Until a peer is connected it waits here, and its
    /// origin may withdraw it. Without a route it goes to the next peer there is. A publisher's does not wait: what nobody takes is dropped,
    /// and the sink is told where the transport sees it. A lent body is copied if it does not leave at once.
    /// </summary>
    void Send(in OutgoingMessage message);

    /// <summary>Whether <paramref name="route"/> has room for another message now.</summary>
    bool HasRoom(PeerRoute route);

    /// <summary>
    /// Completes when <paramref name="route"/> has room for another message: what a producer waits for between items, so that a peer which
    /// stops reading holds its producer and not our memory.
    /// </summary>
    ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken);

    /// <summary>Whoever sent to <paramref name="route"/> is about to wait for an answer: what was to wait for more to follow leaves now.</summary>
    void Flush(PeerRoute route)
    {
    }

    /// <summary>
    /// Stops delivering, or goes on with it; from any thread, the sink's too. What comes meanwhile waits in the socket and then at the
    /// peers, who feel it as a full connection.
    /// </summary>
    void SetReceiving(bool on);
}

/// <summary>What a transport delivers to, on its own thread: implementations neither block nor run user code.</summary>
internal interface ITransportSink
{
    /// <summary>A message came; those of one peer in the order they were sent. Its body may be lent.</summary>
    void OnMessage(in IncomingMessage message);

    /// <summary>Something came that is no message (no frames, too many): dropped, for the log.</summary>
    void OnMalformed(PeerRoute route, string reason);

    /// <summary>A peer is there; comes before anything of that peer. A router need not say so.</summary>
    void OnPeerCame(PeerRoute route)
    {
    }

    /// <summary>The route leads nowhere any more: what was sent to it is lost.</summary>
    void OnPeerGone(PeerRoute route);

    /// <summary>
    /// The peer at an endpoint that was to be connected will not have this side, and says or shows why. Attempts go on; until one succeeds
    /// there is no use in waiting.
    /// </summary>
    void OnRefused(string endpoint, string reason)
    {
    }

    /// <summary><see cref="ITransport.IsConnected"/> may have changed.</summary>
    void OnConnectionChanged()
    {
    }

    /// <summary>A published message was dropped for want of a subscriber, or for one that does not read.</summary>
    void OnDropped(DropReason reason)
    {
    }
}

/// <summary>Why a published message was dropped.</summary>
internal enum DropReason
{
    /// <summary>Nobody subscribes.</summary>
    NobodySubscribes,

    /// <summary>A subscriber does not read; once for each such.</summary>
    SubscriberFull,
}

/// <summary>Whoever sent a message and may still be asked about it while it waits. Called on the transport's thread.</summary>
internal interface IMessageOrigin
{
    /// <summary>True when nobody waits for the message any more: if it is not yet on its way, it is dropped.</summary>
    bool IsWithdrawn { get; }

    /// <summary>
    /// The message is about to be handed to a connection: false when nobody waits for it any more; after true it counts as possibly sent.
    /// </summary>
    bool TryClaim() => !IsWithdrawn;

    /// <summary>The message was handed to a connection, that of <paramref name="route"/>.</summary>
    void OnSent(PeerRoute route);
}
