using System.Text.Json;

namespace ZeroRpc.Tests.Server.Binding;

public class IntrospectionTests
{
    private static readonly Bound s_cooler = Bound.Service(new Cooler());

    [Fact]
    public async Task Ping_and_name_tell_the_servers_name()
    {
        Assert.Equal(new[] { "pong", "Cooler" }, await s_cooler.Call("_zerorpc_ping"));
        Assert.Equal("Cooler", await s_cooler.Call("_zerorpc_name"));
    }

    [Fact]
    public async Task List_gives_the_names_in_the_order_of_registration()
    {
        var builder = Bound.Builder();
        builder.AddMethod("zulu", () => 1, null);
        builder.AddMethod("alpha", () => 1, null);

        Assert.Equal(new[] { "zulu", "alpha" }, await new Bound(builder.Build(null)).Call("_zerorpc_list"));
    }

    [Theory]
    [InlineData("greet", """[["name","greeting","times"],null,null,["hello",2]]""")]
    [InlineData("echo_many", """[["first"],"rest",null,null]""")]
    [InlineData("nothing", "[[],null,null,null]")]
    [InlineData("with_context", """[["n"],null,null,null]""")]
    [InlineData("overloaded", """[["a","b","c"],null,null,null]""")]
    [InlineData("_zerorpc_help", """[["method"],null,null,null]""")]
    public async Task Args_is_Pythons_argspec_without_self(string method, string argspec) =>
        Assert.Equal(argspec, Json(await s_cooler.Call("_zerorpc_args", method)));

    [Theory]
    [InlineData("greet", """
        {"args":[{"name":"name","type":"str"},{"name":"greeting","default":"hello","type":"str?"},
        {"name":"times","default":2,"type":"int"}],"doc":null,"returns":"str","stream":false}
        """)]
    [InlineData("echo_many", """{"args":[{"name":"first","type":"any"}],"doc":"Echoes.","returns":"list","stream":false}""")]
    [InlineData("nothing", """{"args":[],"doc":null,"returns":"None","stream":false}""")]
    [InlineData("with_context", """{"args":[{"name":"n","type":"int?"}],"doc":null,"returns":"int","stream":true}""")]
    [InlineData("overloaded", """
        {"args":[{"name":"a","type":"float"},{"name":"b","type":"bytes"},{"name":"c","type":"dict"}],
        "doc":"Of the shorter one.","returns":"str?","stream":false}
        """)]
    public async Task Inspect_is_Pythons_map_with_types(string method, string entry)
    {
        var inspected = Assert.IsType<Dictionary<string, object?>>(await s_cooler.Call("_zerorpc_inspect"));

        Assert.Equal(["name", "methods"], inspected.Keys);
        Assert.Equal("Cooler", inspected["name"]);
        var methods = Assert.IsType<Dictionary<string, object?>>(inspected["methods"]);
        Assert.Equal(["greet", "echo_many", "nothing", "with_context", "overloaded"], methods.Keys);
        Assert.Equal(entry.ReplaceLineEndings(""), Json(methods[method]));
    }

    [Theory]
    [InlineData("_zerorpc_help")]
    [InlineData("_zerorpc_args")]
    public async Task An_unknown_name_is_Pythons_KeyError(string builtIn) =>
        Assert.Equal("KeyError: 'nope'", await s_cooler.Fault(builtIn, "nope"));

    [Fact]
    public async Task The_built_ins_check_their_arguments() => Assert.Equal(
        "TypeError: _zerorpc_help() takes 1 argument but 0 were given: _zerorpc_help(string method)",
        await s_cooler.Fault("_zerorpc_help"));

    [Theory]
    [InlineData(false, """{"args":[{"name":"mode","type":"int"},{"name":"next","default":1,"type":"int?"}],"returns":"int"}""")]
    [InlineData(true, """{"args":[{"name":"mode","type":"str"},{"name":"next","default":"Ice","type":"str?"}],"returns":"str"}""")]
    public async Task Enums_are_told_as_they_travel(bool asNames, string entry)
    {
        await using var server = new ZeroRpcServer(new ZeroRpcServerOptions { Values = { WriteEnumsAsNames = asNames } });
        server.AddMethod("set", (Mode mode, Mode? next = Mode.Ice) => next ?? mode);
        string endpoint = server.Bind($"inproc://{Guid.NewGuid():N}");
        server.Start();
        await using var client = new ZeroRpcClient(endpoint);

        var inspected = await client.InvokeAsync<Dictionary<string, object?>>("_zerorpc_inspect");
        var set = (Dictionary<string, object?>)((Dictionary<string, object?>)inspected["methods"]!)["set"]!;

        Assert.Equal(entry, Json(new { args = set["args"], returns = set["returns"] }));
    }

    private enum Mode
    {
        Water,
        Ice,
    }

    private static string Json(object? value) => JsonSerializer.Serialize(value);

    private sealed class Cooler
    {
        public string greet(string name, string? greeting = "hello", int times = 2) => name + greeting + times;

        [System.ComponentModel.Description("Echoes.")]
        public object[] echo_many(object first, params object[] rest) => [first, .. rest];

        public void nothing() { }

        public IAsyncEnumerable<int> with_context(int? n, CallContext context, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<int>();

        [ZeroRpcMethod(Doc = "Of the shorter one.")]
        public int overloaded(int a) => a;

        public Task<string?> overloaded(double a, byte[] b, DocumentedBase c) => Task.FromResult<string?>(null);
    }
}
