using Microsoft.Extensions.Logging.Testing;
using ZeroRpc.Diagnostics;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>No text of a peer forges a line of a log, or drives the terminal that shows a log or an exception.</summary>
public sealed class HostileTextTests() : BehaviourTest(Carrier.Memory)
{
    private const string Hostile = "x\r\nCritical: forged\u001b[31m\u202e";
    private const string Escaped = "x\\r\\nCritical: forged\\x1b[31m\\u202e";

    [Fact]
    public async Task A_method_s_name_is_escaped_in_the_server_s_log()
    {
        var log = new FakeLogCollector();
        ZeroRpcClient client = Connect(_ => { }, new ZeroRpcServerOptions { LoggerFactory = Logging(log) });

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync(Hostile));

        FakeLogRecord record = Assert.Single(log.GetSnapshot(), record => record.Id.Id == 1200);
        Assert.Contains(Escaped, record.Message, StringComparison.Ordinal);
        Assert.Equal(Escaped, record.GetStructuredStateValue("Method"));
        Assert.Equal("{Peer} called the unknown method {Method}", record.GetStructuredStateValue("{OriginalFormat}"));
        Assert.All(log.GetSnapshot(), logged => Assert.True(PrintableText.IsPrintable(logged.Message), logged.Message));
    }

    [Fact]
    public async Task An_error_s_message_is_escaped_and_its_parts_are_as_they_came()
    {
        ZeroRpcClient client = Connect(server => server.AddMethod(
            "fail", int () => throw new RemoteException(Hostile, Hostile, "line 1\nline 2\u001b[31m")));

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("fail"));

        Assert.Equal((Escaped, Hostile, Hostile), (error.Message, error.Name, error.RemoteMessage));
        string text = error.ToString();
        Assert.Contains($"{Escaped}: {Escaped}", text, StringComparison.Ordinal);
        Assert.EndsWith("line 1\nline 2\\x1b[31m", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Every_exception_of_the_library_has_one_line_as_its_message() =>
        Assert.Equal(Escaped, new ProtocolException(Hostile).Message);

    private static Microsoft.Extensions.Logging.LoggerFactory Logging(FakeLogCollector log) => new([new FakeLoggerProvider(log)]);
}
