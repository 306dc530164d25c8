using ZeroRpc;

/// <summary>The queue that the api keeps in its memory, as the page sees it.</summary>
public sealed class ApiQueue(ZeroRpcClient api)
{
    /// <summary>All JSON texts, the newest first.</summary>
    /// <exception cref="QueueAwayException">The api does not answer, or with an error.</exception>
    public async Task<string[]> ItemsAsync()
    {
        try
        {
            return await api.InvokeAsync<string[]>("items");
        }
        catch (ZeroRpcException error)
        {
            throw new QueueAwayException($"The api does not answer: {error.Message}", error);
        }
    }
}
