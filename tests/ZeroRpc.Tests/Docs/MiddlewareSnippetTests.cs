using System.Diagnostics;

namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of docs/middleware.md and docs/retries.md, compiled and run.</summary>
public sealed class MiddlewareSnippetTests : IDisposable
{
    private readonly string _endpoint = $"inproc://middleware-{Guid.NewGuid():N}";
    private readonly StringWriter _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_audit_writes_down_who_calls_what()
    {
        StringWriter log = _log;

        // snippet: hooks-given
        await using var server = new ZeroRpcServer(new Cooler(), new ZeroRpcServerOptions { Hooks = { new Audit(log) } });
        // end
        await CallAsync(server, new ZeroRpcClientOptions());

        Assert.Contains("calls AddCool", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_without_the_token_is_refused_and_one_with_it_is_timed()
    {
        await using var server = new ZeroRpcServer(new Cooler(), Authorizing());

        RemoteException refused = await Assert.ThrowsAsync<RemoteException>(() => CallAsync(server, new ZeroRpcClientOptions()));
        await CallAsync(server, Timing(_log));

        Assert.Equal("PermissionError", refused.Name);
        Assert.Contains("AddCool: done", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_s_call_carries_the_trace_id()
    {
        string endpoint = _endpoint;
        object? seen = null;
        await using var last = new ZeroRpcServer(new ZeroRpcServerOptions());
        last.AddMethod("AddCool", (CallContext call, string thing) => seen = call.Headers["trace_id"]);
        last.Bind(endpoint);
        last.Start();

        // snippet: carry
        var carry = new ZeroRpcContextHooks("trace_id");
        await using var next = new ZeroRpcClient(endpoint, new ZeroRpcClientOptions { Hooks = { carry } });
        await using var server = new ZeroRpcServer(new ZeroRpcServerOptions { Hooks = { carry } });
        server.AddMethod("relay", async (string thing) => await next.InvokeAsync<string>("AddCool", thing)); // with the caller's trace_id
        // end
        await using var client = new ZeroRpcClient(server.Bind($"{endpoint}-relay"));
        server.Start();
        await client.InvokeAsync("relay", new CallOptions { Headers = new Dictionary<string, object?> { ["trace_id"] = "abc" } }, "it");

        Assert.Equal("abc", seen);
    }

    [Fact]
    public async Task A_client_that_retries_calls_as_any_other()
    {
        string endpoint = _endpoint;
        await using var server = new ZeroRpcServer(new Cooler());
        server.Bind(endpoint);
        server.Start();

        // snippet: retry
        var options = new ZeroRpcClientOptions { Timeout = TimeSpan.FromSeconds(2), Retry = new ZeroRpcRetryOptions { MaxAttempts = 4 } };
        await using var client = new ZeroRpcClient(endpoint, options);
        using var whole = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var call = new CallOptions { IsIdempotent = true, CancellationToken = whole.Token };
        string cool = await client.InvokeAsync<string>("AddCool", call, "ZeroRPC"); // at most 4 attempts of 2 s, 5 s in all
        // end

        Assert.Equal("ZeroRPC, so cool", cool);
    }

    private static ZeroRpcServerOptions Authorizing()
    {
        // snippet: authorize
        var options = new ZeroRpcServerOptions
        {
            Interceptors =
            {
                async (call, next) =>
                {
                    if (call.Headers.GetValueOrDefault("token") is not "s3cret")
                    {
                        throw new RemoteException("PermissionError", $"{call.Method} takes a token");
                    }

                    await next();
                },
            },
        };
        // end
        return options;
    }

    private static ZeroRpcClientOptions Timing(StringWriter log)
    {
        // snippet: timing
        var options = new ZeroRpcClientOptions
        {
            Interceptors =
            {
                async (request, next) =>
                {
                    request.SetHeader("token", "s3cret");
                    var clock = Stopwatch.StartNew();
                    ZeroRpcReply reply = await next();
                    reply.OnEnded(error => log.WriteLine($"{request.Method}: {error?.Message ?? "done"}, {clock.ElapsedMilliseconds} ms"));
                    return reply;
                },
            },
        };
        // end
        return options;
    }

    private async Task CallAsync(ZeroRpcServer server, ZeroRpcClientOptions options)
    {
        string endpoint = server.Bind($"{_endpoint}-{Guid.NewGuid():N}");
        server.Start();
        await using var client = new ZeroRpcClient(endpoint, options);
        await client.InvokeAsync("AddCool", "ZeroRPC");
    }

    // snippet: hooks
    public sealed class Audit(TextWriter log) : IZeroRpcHooks
    {
        public void ServerBeforeExecute(CallContext request) => log.WriteLine($"{request.Peer} calls {request.Method}");

        public void ServerInspectException(
            CallContext request, ZeroRpcEvent? reply, IReadOnlyDictionary<string, object?> taskContext, Exception exception) =>
            log.WriteLine($"{request.Method} failed: {exception.Message}");
    }
    // end

    private sealed class Cooler
    {
        public string AddCool(string thing) => $"{thing}, so cool";
    }
}
