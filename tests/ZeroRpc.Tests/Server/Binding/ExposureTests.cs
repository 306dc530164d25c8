using System.Text.Json;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Tests.Server.Binding;

public class ExposureTests
{
    [Fact]
    public async Task Public_methods_are_exposed_the_types_own_before_inherited_ones()
    {
        var bound = Bound.Service(new Derived());

        Assert.Equal(new[] { "Own", "connect", "Replaced", "Virtual", "Inherited" }, await bound.Call("_zerorpc_list"));
    }

    [Theory]
    [InlineData("_hidden")]
    [InlineData("ToString")]
    [InlineData("GetHashCode")]
    [InlineData("Equals")]
    [InlineData("GetType")]
    [InlineData("Dispose")]
    [InlineData("DisposeAsync")]
    [InlineData("get_Property")]
    [InlineData("set_Property")]
    [InlineData("add_Event")]
    [InlineData("op_Addition")]
    [InlineData("Secret")]
    [InlineData("Private")]
    [InlineData("Static")]
    [InlineData("<Clone>$")]
    [InlineData("DefaultMethod")]
    public void Hidden(string name) => Assert.False(Bound.Service(new Hiding()).Has(name));

    [Fact]
    public async Task Only_methods_that_are_not_hidden_are_listed() => Assert.Equal(
        new[] { nameof(Hiding.Exposed) }, await Bound.Service(new Hiding()).Call("_zerorpc_list"));

    [Fact]
    public void Methods_with_pointers_are_hidden()
    {
        var bound = Bound.Static(typeof(Buffer));

        Assert.True(bound.Has(nameof(Buffer.BlockCopy)));
        Assert.False(bound.Has(nameof(Buffer.MemoryCopy)));
    }

    [Fact]
    public async Task The_hidden_method_of_a_derived_class_hides_the_one_it_replaces()
    {
        Assert.Equal("derived", await Bound.Service(new Derived()).Call("Replaced"));
        Assert.False(Bound.Service(new Hider()).Has("Replaced"));
    }

    [Fact]
    public async Task The_suffix_Async_is_dropped_only_where_the_method_is_asynchronous_and_has_no_name_of_its_own() => Assert.Equal(
        new[] { "Task", "ValueTask", "Stream", "later_Async", "SyncAsync", "Async" },
        await Bound.Service(new Suffixes()).Call("_zerorpc_list"));

    [Fact]
    public async Task The_naming_policy_does_not_touch_names_from_the_attribute() => Assert.Equal(
        new[] { "task", "value_task", "stream", "later_Async", "sync_async", "async" },
        await Bound.Service(new Suffixes(), naming: JsonNamingPolicy.SnakeCaseLower).Call("_zerorpc_list"));

    [Fact]
    public async Task An_interface_names_and_hides_and_documents_the_methods_that_implement_it()
    {
        var bound = Bound.Service(new Named());

        Assert.Equal(new[] { "own", "from_interface", "inherited" }, await bound.Call("_zerorpc_list"));
        Assert.Equal("Of the interface.", await bound.Call("_zerorpc_help", "from_interface"));
        Assert.Equal("derived", await bound.Call("inherited"));
    }

    [Theory]
    [InlineData("time")]
    [InlineData("time.")]
    public async Task A_prefix_stands_before_the_name_with_one_dot(string prefix)
    {
        var bound = Bound.Service(new Clock(), prefix, JsonNamingPolicy.SnakeCaseLower);

        Assert.Equal("noon", await bound.Call("time.right_now"));
    }

    [Fact]
    public void Two_services_that_claim_one_name_are_refused()
    {
        MethodTableBuilder builder = Bound.Builder();
        builder.AddService(new Clock(), "time");

        ArgumentException refused = Assert.Throws<ArgumentException>(() => builder.AddService(new OtherClock(), "time."));

        Assert.Contains(typeof(Clock).ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(OtherClock).ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Contains("'time.RightNow'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_with_a_leading_underscore_are_refused_where_they_are_chosen()
    {
        Assert.Throws<ArgumentException>(() => Bound.Builder().AddMethod("_f", () => 1, null));
        Assert.Throws<ArgumentException>(() => Bound.Builder().AddService(new Clock(), "_time"));
    }

    [Fact]
    public void A_delegate_that_the_wire_cannot_fill_is_refused() =>
        Assert.Throws<ArgumentException>(() => Bound.Builder().AddMethod("f", (ref int n) => n, null));

    [Fact]
    public void A_type_is_not_taken_for_a_service() => Assert.Throws<ArgumentException>(() => Bound.Builder().AddService(typeof(Math), ""));

    [Fact]
    public void An_open_generic_type_is_refused() => Assert.Throws<ArgumentException>(() => Bound.Builder().AddStatic(typeof(List<>), ""));

    [Fact]
    public async Task An_array_is_a_service_like_another() => Assert.Equal(3, await Bound.Service(new int[3]).Call("GetLength", 0));

    [Fact]
    public void The_servers_name_is_the_first_services_type()
    {
        Assert.Equal("Clock", Bound.Service(new Clock()).Table.ServerName);
        Assert.Equal("List", Bound.Service(new List<int>()).Table.ServerName);
        Assert.Equal("Math", Bound.Static(typeof(Math)).Table.ServerName);
        Assert.Equal("ZeroRpc", Bound.Method(() => 1).Table.ServerName);
        Assert.Equal("given", Bound.Builder().Build("given").ServerName);
    }

    [Fact]
    public void A_name_is_found_by_its_bytes()
    {
        MethodTableBuilder builder = Bound.Builder();
        builder.AddMethod("größe", () => 1, null);
        MethodTable table = builder.Build(null);

        Assert.True(table.TryFind("größe"u8, out ServiceMethod? method));
        Assert.Equal("größe", method.Name);
        Assert.False(table.TryFind("grosse"u8, out _));
        Assert.False(table.TryFind([], out _));
    }

    private class Base
    {
        public virtual string Virtual() => "base";

        public string Inherited() => "inherited";

        public string Replaced() => "base";
    }

    private sealed class Derived : Base
    {
        public string Own() => "own";

        public void connect() { }

        public new string Replaced() => "derived";

        public override string Virtual() => "derived";
    }

    private sealed class Hider : Base
    {
        [ZeroRpcMethod(IsHidden = true)]
        public new string Replaced() => "hidden";
    }

    private interface IDefault
    {
        string DefaultMethod() => "";
    }

    private sealed record Hiding : IDefault, IDisposable, IAsyncDisposable
    {
        public static int Calls { get; private set; }

        public void Exposed() => Calls++;

        public event EventHandler? Event { add { } remove { } }

        public int Property { get; set; }

        public static Hiding operator +(Hiding left, Hiding right) => left;

        public static string Static() => "";

        public void _hidden() { }

        public void Dispose() { }

        public ValueTask DisposeAsync() => default;

        public override string ToString() => "";

        [ZeroRpcMethod(IsHidden = true)]
        public void Secret() { }

        private void Private() { }
    }

    private sealed class Suffixes
    {
        public Task TaskAsync() => Task.CompletedTask;

        public ValueTask<int> ValueTaskAsync() => new(1);

        public IAsyncEnumerable<int> StreamAsync() => AsyncEnumerable.Empty<int>();

        [ZeroRpcMethod("later_Async")]
        public Task LaterAsync() => Task.CompletedTask;

        public int SyncAsync() => 1;

        public Task Async() => Task.CompletedTask;
    }

    private interface INamed<T>
    {
        [ZeroRpcMethod("overruled")]
        T Overrule();

        [ZeroRpcMethod("from_interface", Doc = "Of the interface.")]
        T Give();

        [ZeroRpcMethod("inherited")]
        T Inherit();

        [ZeroRpcMethod(IsHidden = true)]
        void Hide();
    }

    private abstract class NamedBase
    {
        public virtual string Inherit() => "base";

        public void Hide() { }
    }

    private sealed class Named : NamedBase, INamed<string>
    {
        [ZeroRpcMethod("own")]
        public string Overrule() => "";

        public string Give() => "";

        public override string Inherit() => "derived";
    }

    private sealed class Clock
    {
        public string RightNow() => "noon";
    }

    private sealed class OtherClock
    {
        public string RightNow() => "midnight";
    }
}
