using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ZeroRpc.Diagnostics;
using ZeroRpc.NetMq;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>What is logged: the table of docs/observe.md is all of it, and payloads are logged at Trace alone.</summary>
public sealed class LogTests() : BehaviourTest(Carrier.Memory)
{
    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] Messages =
    [
        .. from method in typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Concat(
               typeof(NetMqLog).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           orderby message.EventId
           select (method, message),
    ];

    [Fact]
    public void Every_message_is_in_the_table_of_the_documentation() =>
        Assert.Equal(
            Messages.Select(each => $"{each.Message.EventId} | {each.Method.Name} | {each.Message.Level} | {each.Message.Message}"),
            Markdown.Read("docs/observe.md").Table("Id").Select(row => string.Join(" | ", row)));

    [Fact]
    public void No_two_messages_have_one_id() => Assert.Distinct(Messages.Select(each => each.Message.EventId));

    [Fact]
    public void Payloads_are_logged_at_Trace_and_nothing_else_is() =>
        Assert.All(Messages, each => Assert.Equal(
            each.Method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Payload)), each.Message.Level == LogLevel.Trace));

    [Fact]
    public async Task At_Trace_both_sides_log_what_they_say_to_each_other()
    {
        using var provider = new FakeLoggerProvider();
        using var factory = new LoggerFactory([provider], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        ZeroRpcClient client = Connect(
            server => server.AddMethod("greet", (string name) => $"Hello {name}"),
            new ZeroRpcServerOptions { LoggerFactory = factory, Linger = TimeSpan.Zero },
            new ZeroRpcClientOptions { LoggerFactory = factory, Timeout = System.Threading.Timeout.InfiniteTimeSpan });

        await client.InvokeAsync("greet", "Bo").OrHang();

        FakeLogRecord[] traced = [.. provider.Collector.GetSnapshot().Where(record => record.Level == LogLevel.Trace)];
        Assert.Equal(
            [
                ("ZeroRpc.ZeroRpcClient", 1030, """ "greet",["Bo"]] """),
                ("ZeroRpc.ZeroRpcServer", 1031, """ "greet",["Bo"]] """),
                ("ZeroRpc.ZeroRpcServer", 1030, """ "OK",["Hello Bo"]] """),
                ("ZeroRpc.ZeroRpcClient", 1031, """ "OK",["Hello Bo"]] """),
            ],
            traced.Select(record => (record.Category!, record.Id.Id, $" {record.Message[(record.Message.LastIndexOf('}') + 2)..]} ")));
    }

    [Theory]
    [InlineData("93c0", "2 bytes, which are no msgpack")]
    [InlineData("c1", "1 bytes, which are no msgpack")]
    [InlineData("", "0 bytes")]
    [InlineData("9301c0a141", """[1,null,"A"]""")]
    public void A_payload_is_told_as_JSON(string hex, string text) => Assert.Equal(text, Payload.Of(Convert.FromHexString(hex)).ToString());

    [Fact]
    public void A_long_payload_is_cut_and_a_large_one_told_by_its_size()
    {
        byte[] text = [0xda, 0x07, 0xd0, .. Enumerable.Repeat((byte)'x', 2000)];

        Assert.Equal($"\"{new string('x', 999)}… (2,003 bytes)", Payload.Of(text).ToString());
        Assert.Equal("20,000 bytes", Payload.Of(new byte[20_000]).ToString());
    }

    [Fact]
    public void A_payload_that_nests_without_end_is_none() =>
        Assert.Equal("10,000 bytes, which are no msgpack", Payload.Of(Enumerable.Repeat((byte)0x91, 10_000).ToArray()).ToString());
}
