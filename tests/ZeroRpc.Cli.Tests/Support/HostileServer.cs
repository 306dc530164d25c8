using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Support;

/// <summary>A raw socket that serves as a server would whose every text drives a terminal: names, documentation, types, errors, tracebacks.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    /// <summary>A colour, a line break, a window's title, and a control that turns text around.</summary>
    public const string Text = "\u001b[31mred\r\nCritical: forged\u001b]0;title\a\u202eabc\u009b2J";

    /// <summary>The one method that has a name to be typed. It fails.</summary>
    public const string Method = "boom";

    private readonly RawPeer _socket;
    private readonly Task _answering;

    private HostileServer(RawPeer socket)
    {
        _socket = socket;
        _answering = AnswerAsync();
    }

    public string Endpoint => _socket.Endpoint;

    public static async Task<HostileServer> StartAsync() => new(await RawPeer.RouterAsync());

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await Task.WhenAny(_answering);
    }

    private static Dictionary<string, object?> Described() => new()
    {
        ["doc"] = Text,
        ["args"] = new[] { new Dictionary<string, object?> { ["name"] = Text, ["default"] = Text, ["type"] = Text } },
        ["returns"] = Text,
    };

    private async Task AnswerAsync()
    {
        while (true)
        {
            (byte[][] envelope, RawEvent request) = await _socket.ReceiveEventAsync();
            var header = new Dictionary<object, object?> { ["message_id"] = Text, ["response_to"] = request.Header["message_id"], ["v"] = 3 };
            (string name, object? args) = Answer(request.Name);
            await _socket.SendAsync([.. envelope, RawEvent.Encode(header, name, args)]);
        }
    }

    private static (string Name, object? Args) Answer(string method) => method switch
    {
        "_zerorpc_inspect" => ("OK", new object[]
        {
            new Dictionary<string, object?>
            {
                ["name"] = Text,
                ["methods"] = new Dictionary<string, object?> { [Text] = Described(), [Method] = Described() },
            },
        }),
        "_zerorpc_ping" => ("OK", new object[] { new object[] { "pong", Text } }),
        "odd" => (Text, new object[] { Text }),
        _ => ("ERR", new object[] { Text, Text, Text }),
    };
}
