using System.Collections;
using System.Text.Json.Serialization;

namespace ZeroRpc.Tests.Server.Binding;

/// <summary>Methods that cannot be called remotely refuse their service, all in one message.</summary>
public class MethodFaultTests
{
    [Fact]
    public void All_faults_of_a_service_are_in_one_message() => Assert.Equal(
        [
            "ZeroRpc.Tests.Server.Binding.MethodFaultTests+Impossible cannot be exposed:",
            "Impossible.AsyncVoid() is async void: it would be answered before it ends, and its exceptions would end the process: return Task.",
            "Impossible.Callback(Action) takes 'done', which cannot be read: Action cannot be sent or read: it is a delegate.",
            "Impossible.Generic(T) is generic, and callers send no type arguments: expose a method for each type.",
            "Impossible.Ref(Int32&) takes 'number' by reference, or as a span or pointer: take values, and bytes as byte[].",
            "Impossible.Span(ReadOnlySpan<byte>) takes 'bytes' by reference, or as a span or pointer: take values, and bytes as byte[].",
            "Impossible.ParamsSpan(ReadOnlySpan<int>) takes 'numbers' by reference, or as a span or pointer: take values, and bytes as byte[].",
            "Impossible.RefReturn() returns a reference, a span or a pointer: return a value, and bytes as byte[].",
            "[ZeroRpcMethod(IsHidden = true)] hides a method that is not meant for callers.",
        ],
        Refused(new Impossible()).Split(Environment.NewLine));

    [Fact]
    public void A_parameter_that_cannot_be_read_is_a_fault()
    {
        AssertFault("takes 's', which cannot be read: Stream cannot be sent or read: it is a .NET type", (Stream s) => 1);
        AssertFault("takes 'items', which cannot be read: IAsyncEnumerable<int> cannot be sent or read", (IAsyncEnumerable<int> items) => 1);
        AssertFault("takes 'shape', which cannot be read: IShape can be sent but not read: it is abstract", (IShape shape) => 1);
        AssertFault("takes 'lost', which cannot be read: Lost can be sent but not read: its property 'Id' has no setter", (Lost lost) => 1);
        AssertFault("takes 'all', which cannot be read: an item: IShape can be sent but not read", (List<IShape> all) => 1);
        AssertFault(
            "takes 'holder', which cannot be read: property 'Callback': Action cannot be sent or read: it is a delegate", (Callbacks holder) => 1);
        AssertFault("takes 'stop', which cannot be read: the value: CancellationToken cannot be sent", (CancellationToken? stop) => 1);
    }

    [Fact]
    public void A_result_that_cannot_be_sent_or_read_is_a_fault()
    {
        AssertFault("returns Stream: Stream cannot be sent or read: it is a .NET type", Stream () => Stream.Null);
        AssertFault("returns IShape: IShape can be sent but not read: it is abstract", Task<IShape> () => Task.FromResult<IShape>(null!));
        AssertFault("returns List<IShape>: an item: IShape can be sent but not read", List<IShape> () => []);
        AssertFault("returns Task<int>: Task<int> cannot be sent or read: it is a task", Task<Task<int>> () => Task.FromResult(Task.FromResult(1)));
        AssertFault("returns IEnumerator: IEnumerator cannot be sent or read", IEnumerator () => Array.Empty<int>().GetEnumerator());
    }

    [Fact]
    public void An_async_void_delegate_is_a_fault() =>
        AssertFault("'f' is async void: it would be answered before it ends", (Action)(async () => await Task.Yield()));

    [Fact]
    public void A_result_with_a_member_of_an_abstract_type_is_sent_and_so_is_a_type_that_cannot_be_read()
    {
        Assert.True(Bound.Method(() => new Holder { Shape = new Square() }, doc: null).Has("f"));
        Assert.True(Bound.Method(() => new Lost(), doc: null).Has("f"));
        Assert.True(Bound.Method(object () => 1, doc: null).Has("f"));
    }

    [Fact]
    public void A_type_that_contains_itself_is_followed_once() => Assert.True(Bound.Method((Tree tree) => tree, doc: null).Has("f"));

    [Fact]
    public void Overloads_that_no_arguments_can_tell_apart_are_a_fault() => Assert.Equal(
        [
            "ZeroRpc.Tests.Server.Binding.MethodFaultTests+Twins cannot be exposed:",
            "Take(A a) and Take(SameAsA same) have the same form in a message: give one of them another name with [ZeroRpcMethod(\"…\")].",
            "Sum(int[] numbers) and Sum(List<int> numbers) have the same form in a message: give one of them another name with " +
                "[ZeroRpcMethod(\"…\")].",
            "[ZeroRpcMethod(IsHidden = true)] hides a method that is not meant for callers.",
        ],
        Refused(new Twins()).Split(Environment.NewLine));

    [Fact]
    public void Methods_that_NET_itself_declares_are_left_out_silently()
    {
        var list = Bound.Service(new Numbers());

        Assert.True(list.Has("Own"));
        Assert.True(list.Has("Contains"));
        Assert.False(list.Has("ForEach"));
        Assert.False(list.Has("GetEnumerator"));
    }

    private static string Refused(object service) =>
        Assert.Throws<ArgumentException>(() => Bound.Builder().AddService(service, "")).Message;

    private static void AssertFault(string expected, Delegate handler)
    {
        string message = Assert.Throws<ArgumentException>(() => Bound.Builder().AddMethod("f", handler, null)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    public interface IShape;

    public sealed class Square : IShape
    {
        public int Side { get; set; }
    }

    public sealed class Lost
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    public sealed class Holder
    {
        public IShape? Shape { get; set; }

        [JsonIgnore]
        public Func<int>? Ignored { get; set; }
    }

    public sealed class Callbacks
    {
        public Action? Callback { get; set; }
    }

    public sealed class Tree
    {
        public List<Tree>? Children { get; set; }
    }

    public sealed class A
    {
        public int Id { get; set; }
    }

    public sealed class SameAsA
    {
        public string? Id { get; set; }
    }

    private sealed class Numbers : List<int>
    {
        public int Own() => Count;
    }

    private sealed class Twins
    {
        public string Take(A a) => "a";

        public string Take(SameAsA same) => "same";

        public int Sum(int[] numbers) => numbers.Sum();

        public int Sum(List<int> numbers) => numbers.Sum();
    }

    private sealed class Impossible
    {
        private int _number;

        public int Possible() => 1;

        public async void AsyncVoid() => await Task.Yield();

        public void Callback(Action done) => done();

        public T Generic<T>(T value) => value;

        public void Ref(ref int number) => number = 1;

        public void Span(ReadOnlySpan<byte> bytes)
        {
        }

        public void ParamsSpan(params ReadOnlySpan<int> numbers)
        {
        }

        public ref int RefReturn() => ref _number;

        [ZeroRpcMethod(IsHidden = true)]
        public void Hidden(Action action) => action();
    }
}
