using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Calls;

/// <summary>One call, its result printed as it comes.</summary>
internal sealed class SingleCall(ZeroRpcClient client, CommandCall settings)
{
    /// <summary>Calls and prints.</summary>
    public async Task RunAsync(string method, object?[] args, CancellationToken stop)
    {
        using var call = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using ZeroRpcReply reply = await client.CallAsync(method, new CallOptions { CancellationToken = call.Token }, args);
        await using Stream output = Open();
        var writer = new ReplyWriter(output, settings.Format, rawBytes: settings.OutputFile is not null);
        if (reply.IsStream)
        {
            var idle = new IdleLimit(settings.Idle, call, stop);
            await writer.WriteItemsAsync(idle.Watch(reply.ReadItemsAsync<object?>(), CancellationToken.None));
        }
        else
        {
            await writer.WriteValueAsync(reply.ReadValue<object?>());
        }
    }

    /// <summary>A file is opened only now that there is a reply, so that a failed call leaves it as it was.</summary>
    private Stream Open()
    {
        if (settings.OutputFile is null or "-")
        {
            return StandardOutput.Open();
        }

        try
        {
            return File.Create(settings.OutputFile);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"'{settings.OutputFile}' cannot be written: {wrong.Message}", wrong);
        }
    }
}
