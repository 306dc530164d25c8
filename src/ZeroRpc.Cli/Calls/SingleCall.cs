using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Calls;

/// <summary>Makes one call and prints its result as it arrives.</summary>
internal sealed class SingleCall(ZeroRpcClient client, CommandCall settings)
{
    /// <summary>Makes the call and prints the result.</summary>
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

    /// <summary>Opens the output. A file is opened only after a reply has arrived, so that a failed call does not change it.</summary>
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
