using ZeroRpc.Client;

namespace ZeroRpc.Tests.Client;

/// <summary>What C# makes of <c>params</c>, and what was meant.</summary>
public class CallArgumentsTests
{
    [Fact]
    public void None_are_none() => Assert.Empty(Of());

    [Fact]
    public void A_bare_null_is_one_nil() => Assert.Equal([null], Of(null));

    [Fact]
    public void An_array_of_objects_is_the_list() => Assert.Equal([1, null], Of(new object?[] { 1, null }));

    [Fact]
    public void An_array_of_another_type_is_one_argument()
    {
        string[] array = ["a", "b"];

        Assert.Same(array, Assert.Single(Of(array)));
    }

    [Fact]
    public void An_array_of_numbers_is_one_argument()
    {
        int[] array = [1, 2];

        Assert.Same(array, Assert.Single(Of(array)));
    }

    [Fact]
    public void A_token_that_is_not_the_last_argument_is_refused_by_the_method_s_name() =>
        Assert.Contains("'go'", Assert.Throws<ArgumentException>(() => Of(CancellationToken.None, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_second_token_at_the_end_is_refused() => Assert.Throws<ArgumentException>(() => Of(CancellationToken.None, CancellationToken.None));

    [Fact]
    public void Options_are_refused() => Assert.Throws<ArgumentException>(() => Of(default(CallOptions)));

    private static object?[] Of(params object?[]? args)
    {
        CallOptions options = default;
        CallArguments.TakeToken(ref args, ref options);
        return CallArguments.Of("go", args);
    }
}
