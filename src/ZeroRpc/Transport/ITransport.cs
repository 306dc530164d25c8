namespace ZeroRpc.Transport;

/// <summary>
/// One socket and its connections. The interface separates channels from the implementations: in-memory, the ZMTP implementation of this
/// library, and other packages. A transport carries bodies (one msgpack event each) to and from routes, and reports its connections as far
/// as it knows them. The <see cref="SocketRole"/> determines the direction. A router needs a route to send, a dealer can have one, and all
/// others send to <see cref="PeerRoute.None"/>.
/// </summary>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>
    /// Whether a peer is connected now; for a publisher, whether a peer has subscribed. Null if the transport does not know. In the four
    /// one-way roles it must know, and must notify the sink of each change.
    /// </summary>
    bool? IsConnected { get; }

    /// <summary>The number of peers that are connected now. Null if the transport does not know.</summary>
    int? PeerCount => null;

    /// <summary>
    /// The routes of the connected peers of a dealer, if the transport can send to a particular one and reports the sender of each message.
    /// Null if it cannot: the route is then <see cref="PeerRoute.None"/>, and messages go to the peers in turn.
    /// </summary>
    IReadOnlyList<PeerRoute>? Routes => null;

    /// <summary>
    /// Whether the transport returns pooled bodies (<see cref="BodyMemory.Passed"/>) to the pool after they have been sent.
    /// </summary>
    bool GivesBack => false;

    /// <summary>
    /// Whether all messages that a dealer sends without a route go to one peer. False while it has several peers and cannot send to a
    /// particular one (<see cref="Routes"/>). ZeroMQ then sends each message to the next peer, so that only the request of a call reaches
    /// its server.
    /// </summary>
    bool ReachesOnePeer => true;

    /// <summary>
    /// Whether receiving needs a free thread of the thread pool. While user code blocks all of them, the silence of a peer says nothing.
    /// </summary>
    bool HearsOnThreadPool => false;

    /// <summary>
    /// Why the last attempt to connect failed, as the end of a sentence. Null if there was none since the last connection, or the transport
    /// does not know.
    /// </summary>
    string? ConnectProblem => null;

    /// <summary>Starts delivering messages to <paramref name="sink"/>. Called once, before any other method.</summary>
    void Start(ITransportSink sink);

    /// <summary>Listens on <paramref name="endpoint"/>. Returns the endpoint with the real port.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is in use, belongs to another system, or is malformed.</exception>
    string Bind(string endpoint);

    /// <summary>Stops listening on an endpoint that <see cref="Bind"/> returned.</summary>
    void Unbind(string endpoint);

    /// <summary>Connects in the background, and reconnects until <see cref="Disconnect"/> is called.</summary>
    void Connect(string endpoint);

    /// <summary>Ends a connection that <see cref="Connect"/> started.</summary>
    void Disconnect(string endpoint);

    /// <summary>
    /// Accepts a message for sending. Can be called from any thread and never blocks. Messages of one route are sent in order. A message
    /// waits in the transport until a peer is connected, and its origin can withdraw it meanwhile. A message without a route goes to the
    /// next peer. A publisher's message does not wait: it is dropped for peers that cannot receive it, and the sink is notified if the
    /// transport detects that. A lent body is copied if it cannot be sent immediately.
    /// </summary>
    void Send(in OutgoingMessage message);

    /// <summary>Whether <paramref name="route"/> has room for another message now.</summary>
    bool HasRoom(PeerRoute route);

    /// <summary>
    /// Completes when <paramref name="route"/> has room for another message. Producers wait for it between items, so that a peer that stops
    /// reading delays its producer and does not consume memory here.
    /// </summary>
    ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken);

    /// <summary>
    /// Called before the sender waits for a reply from <paramref name="route"/>. Messages that were delayed to be sent together with later
    /// ones are sent now.
    /// </summary>
    void Flush(PeerRoute route)
    {
    }

    /// <summary>
    /// A call has waited for its peer for some time, and could be lost soon. A transport that can asks the peer for a sign of life, unless
    /// it has received anything from it in that time. Never blocks.
    /// </summary>
    void Ask(PeerRoute route, TimeSpan silence)
    {
    }

    /// <summary>
    /// A call was lost, because its peer was silent for some time. A transport that can closes the connection if it has received nothing at
    /// all over it in that time, and makes it anew. Messages that are sent after this method wait for the new connection. Never blocks.
    /// </summary>
    void Doubt(PeerRoute route, TimeSpan silence)
    {
    }

    /// <summary>
    /// Stops or resumes the delivery of messages. Can be called from any thread, including from the sink. Meanwhile, messages wait in the
    /// socket and then at the peers, whose connections appear full.
    /// </summary>
    void SetReceiving(bool on);
}

/// <summary>
/// Receives the messages and notifications of a transport, on the transport's thread. Implementations must not block or run user code.
/// </summary>
internal interface ITransportSink
{
    /// <summary>
    /// A message was received. The messages of one peer arrive in the order in which they were sent. The body may be lent.
    /// </summary>
    void OnMessage(in IncomingMessage message);

    /// <summary>
    /// Frames were received that are not a message (no frames, or too many). They are dropped; the reason is for the log.
    /// </summary>
    void OnMalformed(PeerRoute route, string reason);

    /// <summary>
    /// A message was received that is larger than the limit. It is dropped. Its beginning still tells a sink that reads it which call it
    /// belongs to.
    /// </summary>
    /// <param name="beginning">As much of the message as there is. The body may be lent.</param>
    /// <param name="size">The size of the message, in bytes.</param>
    /// <param name="limit">The limit, in bytes.</param>
    void OnTooLarge(in IncomingMessage beginning, long size, int limit) =>
        OnMalformed(beginning.Route, $"a message of {size:N0} bytes was received; the limit is {limit:N0}");

    /// <summary>A peer was connected. Called before any message of that peer. A router need not call it.</summary>
    void OnPeerCame(PeerRoute route)
    {
    }

    /// <summary>The peer of the route was lost, and so were the messages that were sent to it.</summary>
    void OnPeerGone(PeerRoute route);

    /// <summary>
    /// The peer at an outgoing endpoint has refused this side. Connection attempts continue, but waiting is of no use until one succeeds.
    /// </summary>
    void OnRefused(string endpoint, string reason)
    {
    }

    /// <summary><see cref="ITransport.IsConnected"/> may have changed.</summary>
    void OnConnectionChanged()
    {
    }

    /// <summary>A published message was dropped, because there was no subscriber or a subscriber did not read.</summary>
    void OnDropped(DropReason reason)
    {
    }
}

/// <summary>The reason why a published message was dropped.</summary>
internal enum DropReason
{
    /// <summary>There is no subscriber.</summary>
    NobodySubscribes,

    /// <summary>A subscriber does not read. Reported for each such subscriber.</summary>
    SubscriberFull,
}

/// <summary>The sender of a message. The transport calls it while the message waits, on the transport's thread.</summary>
internal interface IMessageOrigin
{
    /// <summary>Whether the sender no longer needs the message. It is then dropped if it has not been sent.</summary>
    bool IsWithdrawn { get; }

    /// <summary>
    /// Called before the message is passed to a connection. Returns false if the sender no longer needs it. After true, the message counts
    /// as possibly sent.
    /// </summary>
    bool TryClaim() => !IsWithdrawn;

    /// <summary>The message was passed to the connection of <paramref name="route"/>.</summary>
    void OnSent(PeerRoute route);
}
