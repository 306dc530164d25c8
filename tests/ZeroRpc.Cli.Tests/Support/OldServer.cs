using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Support;

/// <summary>
/// A raw socket that answers as servers from before v3 did: headers have an older <c>v</c> or none, methods are described by Python's
/// argspec, and without a <c>v</c> an error is one string (docs/protocol.md, sections 4 and 7).
/// </summary>
internal sealed class OldServer : IAsyncDisposable
{
    private readonly RawPeer _socket;
    private readonly int? _version;
    private readonly object?[][] _methods;
    private readonly Task _answering;

    private OldServer(RawPeer socket, int? version, object?[][] methods)
    {
        (_socket, _version, _methods) = (socket, version, methods);
        _answering = AnswerAsync();
    }

    public string Endpoint => _socket.Endpoint;

    /// <summary>Starts one.</summary>
    /// <param name="version">What its headers have as <c>v</c>; null for none, and for no <c>_zerorpc_inspect</c>.</param>
    /// <param name="methods">Each as <c>[name, argspec, doc]</c>.</param>
    public static async Task<OldServer> StartAsync(int? version, params object?[][] methods) =>
        new(await RawPeer.RouterAsync(), version, methods);

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await Task.WhenAny(_answering);
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            (byte[][] envelope, RawEvent request) = await _socket.ReceiveEventAsync();
            var header = new Dictionary<object, object?> { ["message_id"] = "1", ["response_to"] = request.Header["message_id"] };
            if (_version is not null)
            {
                header["v"] = _version;
            }

            foreach ((string name, object? args) in Answers(request))
            {
                await _socket.SendAsync([.. envelope, RawEvent.Encode(header, name, args)]);
            }
        }
    }

    private (string Name, object? Args)[] Answers(RawEvent request) => (request.Name, request.Arguments) switch
    {
        ("_zerorpc_inspect", _) when _version is not null =>
            [Ok(new Dictionary<string, object?> { ["name"] = "Old", ["methods"] = _methods })],
        ("_zerorpc_name", _) => [Ok("Old")],
        ("_zerorpc_list", _) => [Ok(_methods.Select(method => method[0]).ToArray())],
        ("_zerorpc_args", [string method]) => [Ok(Described(method)[1])],
        ("_zerorpc_help", [string method]) => [Ok(Described(method)[2])],
        ("_zerorpc_ping", _) => [Ok(new object[] { "pong", "Old" })],
        ("add", [long a, long b]) => [Ok(a + b)],
        ("count", _) => [("STREAM", 0), ("STREAM_DONE", null)],
        _ => [("ERR", _version is null ? new object?[] { $"NameError('{request.Name}')" } : ["NameError", request.Name, "a traceback"])],
    };

    private static (string Name, object? Args) Ok(object? value) => ("OK", new[] { value });

    private object?[] Described(string method) => _methods.Single(described => (string?)described[0] == method);
}
