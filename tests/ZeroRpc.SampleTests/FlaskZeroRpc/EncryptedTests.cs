using System.Net;
using ZeroRpc.SampleTests.Support;

namespace ZeroRpc.SampleTests.FlaskZeroRpc;

/// <summary>The gateways and workers with keys.</summary>
public sealed class EncryptedTests
{
    [Theory]
    [MemberData(nameof(GatewayTests.Pairs), MemberType = typeof(GatewayTests))]
    public async Task A_gateway_whose_key_is_allowed_calls_the_worker(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(gateway, worker, keys: new SampleKeys());

        Assert.Equal(HttpStatusCode.OK, (await programs.GetAsync("/factors/3599")).Status);
    }

    [Theory]
    [MemberData(nameof(GatewayTests.Pairs), MemberType = typeof(GatewayTests))]
    public async Task A_gateway_whose_key_is_not_allowed_reaches_no_worker(Language gateway, Language worker)
    {
        await using GatewayPrograms programs = await GatewayPrograms.StartAsync(
            gateway, worker, timeout: 0.8, keys: new SampleKeys(isAllowed: false));

        Assert.True((await programs.GetAsync("/factors/3599")).Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout);
    }

    [Theory]
    [InlineData(Language.CSharp, "worker", "ZERORPC_CURVE_KEY", "ZERORPC_CURVE_ALLOW is not set")]
    [InlineData(Language.Python, "worker", "ZERORPC_CURVE_KEY", "ZERORPC_CURVE_ALLOW is not set")]
    [InlineData(Language.CSharp, "worker", "ZERORPC_CURVE_ALLOW", "ZERORPC_CURVE_KEY is not set")]
    [InlineData(Language.Python, "worker", "ZERORPC_CURVE_ALLOW", "ZERORPC_CURVE_KEY is not set")]
    [InlineData(Language.CSharp, "gateway", "ZERORPC_CURVE_KEY", "ZERORPC_CURVE_SERVER_KEY is not set")]
    [InlineData(Language.Python, "gateway", "ZERORPC_CURVE_KEY", "ZERORPC_CURVE_SERVER_KEY is not set")]
    public async Task A_program_with_half_its_keys_does_not_go_on_without_encryption(
        Language language, string program, string present, string said)
    {
        var keys = new SampleKeys();
        (string Name, string Value)[] all = program == "worker" ? keys.OfServer : keys.OfClient;
        await using RunningProgram running = RunningProgram.Start(
            Sample.Of(language, program),
            [("PORT_ZEROSERVICE", "0"), ("PORT_WWW", "0"), ("DOTCLOUD_WORKER_ZEROSERVICE_URL", "tcp://127.0.0.1:1"),
                all.Single(variable => variable.Name == present)]);

        Assert.Equal(1, await running.EndAsync());
        Assert.Contains(said, running.Said, StringComparison.Ordinal);
    }
}
