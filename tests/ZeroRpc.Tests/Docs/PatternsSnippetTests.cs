using System.Collections.Concurrent;

namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of docs/patterns.md, compiled and run: over memory, where the page shows tcp.</summary>
public sealed class PatternsSnippetTests
{
    private static readonly BlockingCollection<string> Done = [];

    private readonly string _endpoint = $"inproc://patterns-{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_is_pushed_and_pulled()
    {
        string endpoint = _endpoint;
        CancellationToken stop = Stop;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task working = WorkAsync(endpoint, stopping.Token);

        // snippet: push
        await using var pusher = new ZeroRpcPusher();
        pusher.Connect(endpoint);
        await pusher.PushAsync("Resize", "cat.png", 640);
        // end
        Assert.Equal("cat.png 640", Next());

        // snippet: push-options
        await pusher.PushAsync(
            "Resize", new PushOptions { Timeout = TimeSpan.FromSeconds(5), CancellationToken = stop }, "dog.png", 640);
        // end
        Assert.Equal("dog.png 640", Next());

        await stopping.CancelAsync();
        await working;
    }

    [Fact]
    public async Task News_is_published_and_subscribed_to()
    {
        string endpoint = _endpoint;
        CancellationToken stop = Stop;
        await using var publisher = new ZeroRpcPublisher();
        publisher.Bind(endpoint);

        // snippet: subscribe
        await using var subscriber = new ZeroRpcSubscriber(new ZeroRpcSubscriberOptions { Methods = { "Weather", "sport.*" } });
        subscriber.AddMethod("Weather", (string place, double degrees) => Console.WriteLine($"{place}: {degrees}"));
        subscriber.AddService(new SportDesk(), prefix: "sport");
        subscriber.EventFailed += (_, failed) => Console.WriteLine($"{failed.Method}: {failed.Exception.Message}");
        subscriber.Connect(endpoint);
        subscriber.Start();
        // end

        // snippet: publish
        await publisher.WaitForConnectionAsync(stop); // else the first events go to nobody
        publisher.Publish("Weather", "Oslo", -3.5);
        publisher.Publish("sport.Goal", "1:0");
        // end

        Assert.Equal("1:0", Next());
    }

    private static async Task WorkAsync(string endpoint, CancellationToken stop)
    {
        // snippet: pull
        await using var puller = new ZeroRpcPuller(new Worker());
        puller.Bind(endpoint);
        await puller.RunAsync(stop); // until the token fires
        // end
    }

    private static string Next() => Done.TryTake(out string? done, 30_000, Stop) ? done : throw new TimeoutException("Nothing came.");

    private sealed class Worker
    {
        public void Resize(string file, int width) => Done.Add($"{file} {width}");
    }

    private sealed class SportDesk
    {
        public void Goal(string score) => Done.Add(score);
    }
}
