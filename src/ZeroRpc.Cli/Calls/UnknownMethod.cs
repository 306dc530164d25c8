using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Calls;

/// <summary>After a call of a method that the service does not have: which one may have been meant?</summary>
internal static class UnknownMethod
{
    /// <summary>Names are a help and not the answer: a service that does not tell them soon is not waited for.</summary>
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(2);

    /// <summary>Runs a call. If the service has no such method, the failure gets a hint.</summary>
    public static async Task HintingAsync(ZeroRpcClient client, string method, Func<Task> call, CancellationToken stop)
    {
        try
        {
            await call();
        }
        catch (RemoteException failure) when (Is(failure, method))
        {
            throw new HintedFailure(failure, await HintAsync(client, method, stop));
        }
    }

    /// <summary>The methods of the service that come near, as a sentence; nothing where the service does not tell its methods.</summary>
    public static async Task<string> HintAsync(ZeroRpcClient client, string method, CancellationToken stop)
    {
        try
        {
            var options = new CallOptions { Timeout = _limit, ConnectTimeout = _limit, CancellationToken = stop };
            ServiceDescription service = await client.InspectAsync(options);
            return Suggestion.For(method, service.Methods.Select(known => known.Name));
        }
        catch (ZeroRpcException)
        {
            return "";
        }
    }

    /// <summary>
    /// Whether the service itself says that it has no such method. In Python, a NameError from inside a method has a sentence as its message.
    /// </summary>
    public static bool Is(Exception failure, string method) =>
        failure is RemoteException { Name: "NameError", RemoteMessage: { } message } && message == method;
}
