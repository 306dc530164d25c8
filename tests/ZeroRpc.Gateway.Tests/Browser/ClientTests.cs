using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Browser;

/// <summary>The JavaScript client, in Node.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData("say(await fridge.addCool('x'))", "x, so cool")]
    [InlineData("say(await fridge.add(1, 2))", "3")]
    [InlineData("say(await fridge.call('add', { first: 1 }))", "11")]
    [InlineData("say(await connection.call('fridge', 'add', [1n]))", "11")]
    [InlineData("say(await fridge.nothing())", "null")]
    [InlineData("const items = []; for await (const n of fridge.count(3)) items.push(n); say(items)", "[0,1,2]")]
    [InlineData("let n = 0; for await (const i of fridge.with({ credits: 2 }).count(500)) n += i; say(n)", "124750")]
    [InlineData("say(await Promise.all([1, 2, 3].map((n) => fridge.add(n, 0))))", "[1,2,3]")]
    [InlineData("say(await connection.service('fridge', { naming: (name) => name }).add_cool('y'))", "y, so cool")]
    [InlineData("say(await Promise.resolve(fridge) === fridge)", "true")]
    public async Task Calls_are_promises_and_streams_are_iterators(string program, string said)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        Assert.Equal(said, await NodeScript.RunAsync(gateway, program));
    }

    [Theory]
    [InlineData("new Uint8Array([0, 255])", "{\"$bytes\":\"AP8=\"}")]
    [InlineData("new Extension(5, new Uint8Array([1]))", "{\"$ext\":[5,\"AQ==\"]}")]
    [InlineData("new Map([[[1], 2]])", "{\"$map\":[[[1],2]]}")]
    [InlineData("{ a: undefined, b: [1.5, null, '☃'] }", "{\"b\":[1.5,null,\"☃\"]}")]
    [InlineData("new Date(0)", "1970-01-01T00:00:00.000Z")]
    [InlineData("2n ** 60n", "1152921504606846976")]
    [InlineData("{ '$bytes': 1, a: 2 }", "{\"$bytes\":1,\"a\":2}")]
    public async Task A_value_comes_back_from_an_echo(string value, string said)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        Assert.Equal(said, await NodeScript.RunAsync(gateway, $"say(await fridge.echo({value}))"));
    }

    [Theory]
    [InlineData("fridge.fail('ValueError')", "ValueError", 500, true, "it went wrong")]
    [InlineData("fridge.melt()", "NameError", 404, true, "The service has no method 'melt'.")]
    [InlineData("connection.service('freezer').melt()", "UnknownService", 404, false, "The gateway offers no service 'freezer'.")]
    [InlineData("fridge.with({ timeout: 50 }).wait()", "Timeout", 504, false, "'wait' has not replied in time.")]
    [InlineData("fridge.count(2)", "ProtocolError", 0, false, "'count' streams: read it by for await.")]
    [InlineData("(async () => { for await (const n of fridge.add(1)) ; })()", "ProtocolError", 0, false, "'add' returns a single value: await it.")]
    [InlineData("(async () => { for await (const n of fridge.countThenFail(2)) ; })()", "ValueError", 500, true, "mid-stream")]
    public async Task A_failure_is_an_error_with_the_name(string call, string name, int status, bool isRemote, string message)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        string said = await NodeScript.RunAsync(
            gateway, $"const e = await failure({call}); say([e instanceof CallError, e.name, e.status, e.remote, e.message])");

        Assert.Equal(JsonSerializer.Serialize(new object[] { true, name, status, isRemote, message }), said.Replace("'", "\\u0027", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signal_cancels_a_call()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        string said = await NodeScript.RunAsync(gateway, """
            const abort = new AbortController();
            const call = fridge.with({ signal: abort.signal }).wait();
            await fridge.add(1); // The other call is there.
            abort.abort(new Error("enough"));
            say((await failure(call)).message);
            say((await failure(fridge.with({ signal: AbortSignal.abort() }).wait())).name);
            await fridge.add(1); // So is the frame that cancels it.
            """);

        Assert.Equal("enough\nAbortError", said);
        await gateway.Fridge.Cancelled.OrHang();
    }

    [Fact]
    public async Task Leaving_a_loop_cancels_the_stream()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        await NodeScript.RunAsync(gateway, "for await (const item of fridge.flood()) break; await fridge.add(1);");

        await gateway.Fridge.Cancelled.OrHang();
    }

    [Fact]
    public async Task What_is_not_awaited_is_no_unhandled_rejection()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        Assert.Equal("11", await NodeScript.RunAsync(gateway, "fridge.fail('ValueError'); fridge.wait().cancel(); say(await fridge.add(1));"));
    }

    [Fact]
    public async Task After_a_loss_pending_calls_fail_and_nothing_is_sent_again()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using PeerProcess script = await NodeScript.StartAsync(gateway, """
            const states = [];
            connection.addEventListener("statechange", () => states.push(connection.state));
            const error = await failure(fridge.wait());
            say([error.name, await fridge.add(1), states.at(-1)]);
            connection.close();
            """);
        await gateway.Fridge.Waiting.OrHang();

        await gateway.Services.GetRequiredService<ZeroRpcGatewayConnections>().CloseAsync(_ => true);

        Assert.Equal("[\"SignInEnded\",11,\"open\"]", (await script.ReadToEndAsync()).Trim());
        Assert.Equal(1, gateway.Fridge.Waits);
    }

    [Fact]
    public async Task A_call_waits_for_a_gateway_that_starts()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        string said = await NodeScript.RunAsync(gateway, """
            const gone = connect("http://127.0.0.1:9/rpc", { WebSocket, minDelay: 5, maxDelay: 10, connectTimeout: 100 });
            const error = await failure(gone.service("fridge").add(1));
            say([error.name, error.message, gone.state]);
            gone.close();
            say((await failure(gone.service("fridge").add(1))).name);
            """);

        Assert.Equal(
            "[\"NotConnected\",\"The gateway cannot be reached: the call was not sent.\",\"connecting\"]\nConnectionClosed", said);
    }

    [Theory]
    [InlineData("addCool", "add_cool")]
    [InlineData("whoAmI", "who_am_i")]
    [InlineData("add_cool", "add_cool")]
    [InlineData("add42", "add42")]
    public async Task Names_are_those_of_Python(string name, string sent)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        Assert.Equal(sent, await NodeScript.RunAsync(gateway, $"say(snakeCase('{name}'))"));
    }
}
