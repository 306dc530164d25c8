using ZeroRpc;

/// <summary>The queue that the api keeps in its memory, as the page sees it.</summary>
public sealed class ApiQueue(ZeroRpcClient api) : IQueueReader
{
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
