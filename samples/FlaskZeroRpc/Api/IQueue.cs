/// <summary>Where the queue of JSON texts is kept.</summary>
public interface IQueue : IQueueReader
{
    /// <summary>Puts a text at the end.</summary>
    /// <exception cref="QueueAwayException">The queue cannot be reached.</exception>
    Task PushAsync(string text);

    /// <summary>Takes the oldest text; null where there is none.</summary>
    /// <exception cref="QueueAwayException">The queue cannot be reached.</exception>
    Task<string?> PopAsync();
}
