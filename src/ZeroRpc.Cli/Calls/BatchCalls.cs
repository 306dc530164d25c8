using System.Text;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Calls;

/// <summary>
/// Implements <c>--stdin</c>: makes one call for each input line, one after the other over one connection, and writes one line of JSON for
/// each call: <c>{"result": …}</c>, the items of a stream as an array, or <c>{"error": {"name": …, "message": …}}</c>.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="method">
/// The method of all calls; each line is then an array of arguments. Null if each line starts with its own method.
/// </param>
/// <param name="settings">The output file and the idle limit. The output format is always the one above.</param>
internal sealed class BatchCalls(ZeroRpcClient client, string? method, CommandCall settings)
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Makes the calls. Returns the exit code of the first call that failed.</summary>
    public async Task<int> RunAsync(TextReader input, CancellationToken stop)
    {
        await using Stream stream = settings.OutputFile is null or "-" ? StandardOutput.Open() : File.Create(settings.OutputFile);
        await using var output = new StreamWriter(stream, _utf8);
        int exitCode = ExitCode.Done;
        await foreach ((string name, object?[] args) in new CallLines(method).ReadAsync(input, stop))
        {
            int code = await CallAsync(output, name, args, stop);
            exitCode = exitCode == ExitCode.Done ? code : exitCode;
        }

        return exitCode;
    }

    private async Task<int> CallAsync(StreamWriter output, string name, object?[] args, CancellationToken stop)
    {
        int exitCode = ExitCode.Done;
        await output.WriteAsync("{");
        try
        {
            await WriteResultAsync(output, name, args, stop);
        }
        catch (Exception failure) when (IsOfOneCall(failure))
        {
            await output.WriteAsync("\"error\": " + JsonText.Of(Describe(failure)));
            exitCode = FailureReport.CodeOf(failure);
        }

        await output.WriteAsync("}\n");
        await output.FlushAsync(CancellationToken.None);
        return exitCode;
    }

    private async Task WriteResultAsync(StreamWriter output, string name, object?[] args, CancellationToken stop)
    {
        using var call = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using ZeroRpcReply reply = await client.CallAsync(name, new CallOptions { CancellationToken = call.Token }, args);
        if (!reply.IsStream)
        {
            await output.WriteAsync("\"result\": " + JsonText.Of(reply.ReadValue<object?>()));
            return;
        }

        string before = "\"result\": [";
        string after = "\"result\": []";
        var idle = new IdleLimit(settings.Idle, call, stop);
        try
        {
            await foreach (object? item in idle.Watch(reply.ReadItemsAsync<object?>(), CancellationToken.None))
            {
                await output.WriteAsync(before + JsonText.Of(item));
                (before, after) = (", ", "]");
            }
        }
        catch (Exception failure) when (IsOfOneCall(failure))
        {
            after += ", ";
            throw;
        }
        finally
        {
            await output.WriteAsync(after);
        }
    }

    /// <summary>
    /// Returns true if the exception belongs to a single call. A cancelled call also gets an output line; the cancellation then ends the
    /// next read.
    /// </summary>
    private static bool IsOfOneCall(Exception failure) => failure is ZeroRpcException or CommandFailure or OperationCanceledException;

    private static Dictionary<string, object?> Describe(Exception failure) => new()
    {
        ["name"] = failure switch
        {
            RemoteException remote => remote.Name,
            CommandFailure => "Timeout",
            OperationCanceledException => "Interrupted",
            _ => failure.GetType().Name,
        },
        ["message"] = failure is RemoteException { RemoteMessage: var message } ? message : failure.Message,
    };
}
