using System.Collections.Concurrent;
using ZeroRpc.Tests.Transport;

namespace ZeroRpc.Tests.Behaviour.OneWay;

/// <summary>A test of pushers, pullers, publishers and subscribers, which end with it.</summary>
public abstract class OneWayTest(Carrier carrier) : BehaviourTest(carrier)
{
    /// <summary>What the handlers recorded, in order.</summary>
    private protected BlockingCollection<string> Got { get; } = [];

    private protected ZeroRpcPuller NewPuller(ZeroRpcPullerOptions? options = null) =>
        Made(new ZeroRpcPuller(Carried(options ?? new ZeroRpcPullerOptions { Linger = TimeSpan.Zero })));

    private protected ZeroRpcSubscriber NewSubscriber(ZeroRpcSubscriberOptions? options = null) =>
        Made(new ZeroRpcSubscriber(Carried(options ?? new ZeroRpcSubscriberOptions { Linger = TimeSpan.Zero })));

    private protected ZeroRpcPusher NewPusher(ZeroRpcPusherOptions? options = null, params string[] endpoints)
    {
        ZeroRpcPusher pusher = Made(new ZeroRpcPusher(Carried(options ?? new ZeroRpcPusherOptions { Linger = TimeSpan.Zero })));
        pusher.Connect(endpoints);
        return pusher;
    }

    private protected ZeroRpcPublisher NewPublisher(ZeroRpcPublisherOptions? options = null) =>
        Made(new ZeroRpcPublisher(Carried(options ?? new ZeroRpcPublisherOptions())));

    /// <summary>Starts a puller with a method <c>note</c> that records its argument, and a pusher to it.</summary>
    private protected ZeroRpcPusher PusherTo(ZeroRpcPuller puller)
    {
        puller.AddMethod("note", Note);
        string endpoint = puller.Bind(NewEndpoint());
        puller.Start();
        return NewPusher(null, endpoint);
    }

    private protected void Note(string text) => Got.Add(text, Aborted);

    /// <summary>Waits until something that no signal tells of has come about.</summary>
    private protected static Task UntilAsync(Func<bool> condition) => Transports.UntilAsync(condition);

    /// <summary>The next thing that was recorded.</summary>
    private protected string Next() =>
        Got.TryTake(out string? text, (int)Hang.Guard.TotalMilliseconds, Aborted) ? text : throw new TimeoutException("Nothing came.");
}
