/// <summary>Where the queue of JSON texts is kept.</summary>
public interface IQueue
{
    /// <summary>Puts a text at the end.</summary>
    Task PushAsync(string text);

    /// <summary>Takes the oldest text; null where there is none.</summary>
    Task<string?> PopAsync();

    /// <summary>All texts, the newest first.</summary>
    Task<string[]> ItemsAsync();
}
