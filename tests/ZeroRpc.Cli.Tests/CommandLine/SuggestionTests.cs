using ZeroRpc.Cli.CommandLine;

namespace ZeroRpc.Cli.Tests.CommandLine;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("lst", " Did you mean 'list'?")]
    [InlineData("pnig", " Did you mean 'ping'?")]
    [InlineData("AddOne", " Did you mean 'add_one'?")]
    [InlineData("pu", " Did you mean 'pub' or 'put'?")]
    [InlineData("list", "")]
    [InlineData("completely", "")]
    [InlineData("", "")]
    public void Names_that_come_near_are_named(string word, string suggestion) =>
        Assert.Equal(suggestion, Suggestion.For(word, ["list", "ping", "add_one", "pub", "put"]));
}
