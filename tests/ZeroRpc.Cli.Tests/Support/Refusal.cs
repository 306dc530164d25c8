namespace ZeroRpc.Cli.Tests.Support;

/// <summary>How a server that is stopping answers.</summary>
internal static class Refusal
{
    /// <summary>
    /// Calls until the server refuses: it may still take a call between its being told to stop and its stopping.
    /// </summary>
    public static async Task<RemoteException> UntilRefusedAsync(this ZeroRpcClient client, string method, params object?[] args)
    {
        while (true)
        {
            try
            {
                await client.InvokeAsync(method, args).WaitAsync(TestContext.Current.CancellationToken);
            }
            catch (RemoteException refusal)
            {
                return refusal;
            }
        }
    }
}
