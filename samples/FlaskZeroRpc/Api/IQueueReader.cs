/// <summary>What the page needs of the queue of JSON texts.</summary>
public interface IQueueReader
{
    /// <summary>All texts, the newest first.</summary>
    /// <exception cref="QueueAwayException">The queue cannot be reached.</exception>
    Task<string[]> ItemsAsync();
}
