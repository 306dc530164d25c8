namespace ZeroRpc.Tests.Server.Binding;

public class ArgumentFaultTests
{
    private static readonly Bound s_cooler = Bound.Service(new Cooler());

    [Theory]
    [InlineData("add_42", 0, "add_42() takes 1 argument but 0 were given: add_42(int n)")]
    [InlineData("add_42", 2, "add_42() takes 1 argument but 2 were given: add_42(int n)")]
    [InlineData("nothing", 1, "nothing() takes no arguments but 1 was given: nothing()")]
    [InlineData(
        "greet", 0, "greet() takes 1 to 3 arguments but 0 were given: greet(string name, string greeting = \"hello\", int times = 2)")]
    [InlineData("many", 0, "many() takes at least 1 argument but 0 were given: many(string first, params List<int?>[] rest)")]
    [InlineData("either", 3, "either() takes 1 to 2 arguments but 3 were given: either(int n); either(int n, double[] weights)")]
    [InlineData("with_token", 2, "with_token() takes 1 argument but 2 were given: with_token(Dictionary<string, long> map)")]
    public async Task A_wrong_number_of_arguments(string method, int count, string message) => Assert.Equal(
        "TypeError: " + message, await s_cooler.Fault(method, new object?[count]));

    [Theory]
    [InlineData("add_42", new object[] { "abc" }, "add_42() argument 'n' (1st): ")]
    [InlineData("greet", new object[] { "a", 5 }, "greet() argument 'greeting' (2nd): ")]
    [InlineData("greet", new object[] { "a", "b", "c" }, "greet() argument 'times' (3rd): ")]
    [InlineData("eleven", new object[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, "x" }, "eleven() argument 'all' (11th): ")]
    public async Task An_argument_that_does_not_convert_is_named(string method, object[] arguments, string start)
    {
        string fault = await s_cooler.Fault(method, arguments);

        Assert.StartsWith("TypeError: " + start, fault, StringComparison.Ordinal);
        Assert.True(fault.Length > "TypeError: ".Length + start.Length, "the codec's message follows");
    }

    [Theory]
    [InlineData(new byte[] { 0xc0 }, "nil")]
    [InlineData(new byte[] { 0x05 }, "int 5")]
    [InlineData(new byte[] { 0xff }, "int -1")]
    [InlineData(new byte[] { 0xc3 }, "bool true")]
    [InlineData(new byte[] { 0xa2, 0x61, 0x62 }, "str 'ab'")]
    [InlineData(new byte[] { 0xc4, 0x01, 0x00 }, "bin of 1 bytes")]
    [InlineData(new byte[] { 0x80 }, "map of 0")]
    [InlineData(new byte[] { 0xd4, 0x05, 0x00 }, "extension 5")]
    [InlineData(new byte[] { 0xca, 0x3f, 0xc0, 0x00, 0x00 }, "float 1.5")]
    public async Task Args_that_are_no_array(byte[] args, string came)
    {
        RemoteException fault = await Assert.ThrowsAsync<RemoteException>(() => s_cooler.ReplyToBytes("add_42", args));

        Assert.Equal("TypeError", fault.Name);
        Assert.Equal($"add_42() takes an array of arguments, but received {came}", fault.RemoteMessage);
    }

    private sealed class Cooler
    {
        public int add_42(int n) => n + 42;

        public void nothing() { }

        public string greet(string name, string greeting = "hello", int times = 2) => name + greeting + times;

        public int many(string first, params List<int?>[] rest) => first.Length + rest.Length;

        public int either(int n) => n;

        public int either(int n, double[] weights) => n + weights.Length;

        public int with_token(Dictionary<string, long> map, CancellationToken cancellationToken) => map.Count;

        public int eleven(params int[] all) => all.Length;
    }
}
