using System.Text.Encodings.Web;
using System.Text.Json;
using ZeroRpc;

/// <summary>The queue as a ZeroRPC service.</summary>
public sealed class QueueApi(IQueue queue)
{
    // What the page shows it escapes itself.
    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Puts a value at the queue's end, as JSON.</summary>
    public Task<string> Enqueue(object? value) => Reached(async () =>
    {
        await queue.PushAsync(JsonSerializer.Serialize(value, _json));
        return "ok";
    });

    /// <summary>Takes the oldest value from the queue: its JSON text, or null where the queue is empty.</summary>
    public Task<string?> Dequeue() => Reached(queue.PopAsync);

    /// <summary>All JSON texts in the queue, the newest first.</summary>
    public Task<string[]> Items() => Reached(queue.ItemsAsync);

    /// <summary>Callers, whichever <c>api</c> they call, hear of a queue that is away under one name.</summary>
    private static async Task<T> Reached<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (QueueAwayException away)
        {
            throw new RemoteException("QueueAway", away.Message);
        }
    }
}
