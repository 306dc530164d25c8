using System.Buffers.Binary;

namespace ZeroRpc.Transport.InMemory;

/// <summary>
/// The names at which the transports of one process meet. A transport that connects to a name is linked to the transport that has bound it,
/// in either order, and again whenever the name is bound anew. Only matching roles are linked: dealer and router, pusher and puller,
/// publisher and subscriber. Thread-safe.
/// </summary>
internal sealed class InMemoryNetwork
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Meeting> _meetings = [];
    private int _lastRoute;

    /// <summary>The network of the process, which <c>inproc://</c> endpoints use. Tests can use their own.</summary>
    public static InMemoryNetwork Default { get; } = new();

    /// <summary>Delivers the messages of all transports of the network.</summary>
    public InMemoryLoop Loop { get; } = new();

    /// <summary>Binds a name, and links all transports that are connected to it.</summary>
    /// <exception cref="ZeroRpcEndpointException">The name is already bound.</exception>
    public void Bind(string name, InMemoryTransport transport)
    {
        lock (_gate)
        {
            Meeting meeting = MeetingOf(name);
            if (meeting.Bound is not null)
            {
                string endpoint = $"inproc://{name}";
                throw new ZeroRpcEndpointException(
                    $"Cannot listen on '{endpoint}': another socket of this process does. Dispose it first, or take another name.")
                {
                    Endpoint = endpoint,
                };
            }

            meeting.Bound = transport;
            foreach (InMemoryTransport connected in meeting.Connected)
            {
                Link(meeting, connected);
            }
        }
    }

    /// <summary>
    /// Releases a name and breaks its links, like the end of a listener. Transports that are connected to the name wait until it is bound
    /// again.
    /// </summary>
    public void Unbind(string name, InMemoryTransport transport)
    {
        lock (_gate)
        {
            if (_meetings.TryGetValue(name, out Meeting? meeting) && meeting.Bound == transport)
            {
                meeting.Bound = null;
                Break(name, meeting, _ => true);
            }
        }
    }

    /// <summary>Connects a transport to a name. The link is created now, or when the name is bound.</summary>
    /// <exception cref="ZeroRpcEndpointException">A transport with a role that does not match has bound the name.</exception>
    public void Connect(string name, InMemoryTransport transport)
    {
        lock (_gate)
        {
            Meeting meeting = MeetingOf(name);
            if (meeting.Bound is { } bound && bound.Role != transport.Role.Peer())
            {
                string endpoint = $"inproc://{name}";
                throw new ZeroRpcEndpointException(
                    $"Cannot connect to '{endpoint}': a {bound.Role.Name()} listens there. " +
                    $"Connect a {transport.Role.Name()} to a {transport.Role.Peer().Name()}.") { Endpoint = endpoint };
            }

            if (!meeting.Connected.Contains(transport))
            {
                meeting.Connected.Add(transport);
                Link(meeting, transport);
            }
        }
    }

    /// <summary>Ends a connection that <see cref="Connect"/> started.</summary>
    public void Disconnect(string name, InMemoryTransport transport)
    {
        lock (_gate)
        {
            if (_meetings.TryGetValue(name, out Meeting? meeting) && meeting.Connected.Remove(transport))
            {
                Break(name, meeting, link => link.Has(transport));
            }
        }
    }

    /// <summary>Removes a transport from all names.</summary>
    public void Leave(InMemoryTransport transport)
    {
        lock (_gate)
        {
            foreach ((string name, Meeting meeting) in _meetings)
            {
                meeting.Connected.Remove(transport);
                if (meeting.Bound == transport)
                {
                    meeting.Bound = null;
                }

                Break(name, meeting, link => link.Has(transport));
            }
        }
    }

    private Meeting MeetingOf(string name)
    {
        if (!_meetings.TryGetValue(name, out Meeting? meeting))
        {
            _meetings.Add(name, meeting = new Meeting());
        }

        return meeting;
    }

    private void Link(Meeting meeting, InMemoryTransport connected)
    {
        if (meeting.Bound is not { } bound)
        {
            return;
        }

        if (bound.Role != connected.Role.Peer())
        {
            connected.OnMismatch(bound.Role);
            return;
        }

        // Five bytes starting with 0, like the identity that ZeroMQ gives a peer without one.
        byte[] identity = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(identity.AsSpan(1), ++_lastRoute);
        bool boundSends = bound.Role is SocketRole.Dealer or SocketRole.Push or SocketRole.Publish;
        (InMemoryTransport sender, InMemoryTransport receiver) = boundSends ? (bound, connected) : (connected, bound);
        var link = new InMemoryLink(sender, receiver, new PeerRoute(identity));
        meeting.Links.Add(link);
        receiver.Add(link);
        sender.Add(link);
    }

    private void Break(string name, Meeting meeting, Predicate<InMemoryLink> which)
    {
        foreach (InMemoryLink link in meeting.Links.FindAll(which))
        {
            meeting.Links.Remove(link);
            link.Sender.Remove(link);
            link.Receiver.Remove(link);
        }

        if (meeting.Bound is null && meeting.Connected.Count == 0)
        {
            _meetings.Remove(name);
        }
    }

    private sealed class Meeting
    {
        public InMemoryTransport? Bound { get; set; }

        public List<InMemoryTransport> Connected { get; } = [];

        public List<InMemoryLink> Links { get; } = [];
    }
}
