using System.Text;
using ZeroRpc.Events;

namespace ZeroRpc.Tests.Events;

public class MessageIdTests
{
    [Theory]
    [InlineData("c4203938666532366231663061623435366339356238333831613535626662376161")] // Python's bin of 32.
    [InlineData("d92465303631383664302d383864352d346235382d623662642d363034373135376633333830")] // Node's str of 36.
    [InlineData("07")]
    [InlineData("cd1234")]
    [InlineData("a0")]
    [InlineData("c400")]
    public void An_id_keeps_the_token_it_came_as(string hex)
    {
        var id = new MessageId(Convert.FromHexString(hex));

        Assert.Equal(hex, id.ToString());
        Assert.Equal(hex.Length / 2, id.Length);
        Assert.False(id.IsNone);
    }

    [Theory]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(MessageId.MaxLength)]
    public void Ids_of_any_length_are_equal_by_their_bytes(int length)
    {
        byte[] token = Token(length);
        byte[] other = [.. token];
        other[^1]++;

        Assert.Equal(new MessageId(token), new MessageId([.. token]));
        Assert.Equal(new MessageId(token).GetHashCode(), new MessageId([.. token]).GetHashCode());
        Assert.NotEqual(new MessageId(token), new MessageId(other));
    }

    [Fact]
    public void A_str_and_a_bin_of_the_same_letters_are_two_ids()
    {
        byte[] text = [0xa2, .. "id"u8];
        byte[] binary = [0xc4, 2, .. "id"u8];

        Assert.NotEqual(new MessageId(text), new MessageId(binary));
    }

    [Fact]
    public void A_token_that_changes_afterwards_does_not_change_the_id()
    {
        byte[] token = Token(100);
        var id = new MessageId(token);

        token[50]++;

        Assert.Equal(new MessageId(Token(100)), id);
    }

    [Fact]
    public void No_token_is_no_id()
    {
        Assert.True(default(MessageId).IsNone);
        Assert.True(default(MessageId).Token.IsEmpty);
    }

    [Fact]
    public void Fresh_ids_have_python_s_form_and_count_up()
    {
        var source = new MessageIdSource();

        MessageId first = source.Next();
        MessageId second = source.Next();

        Assert.Equal([0xc4, 32], first.Token[..2].ToArray());
        Assert.Matches("^[0-9a-f]{32}$", Encoding.ASCII.GetString(first.Token[2..]));
        Assert.Equal(unchecked(Counter(first) + 1), Counter(second));
        Assert.Equal(first.Token[10..].ToArray(), second.Token[10..].ToArray());
    }

    [Fact]
    public void Two_sources_have_different_bases() =>
        Assert.NotEqual(new MessageIdSource().Next().Token[10..].ToArray(), new MessageIdSource().Next().Token[10..].ToArray());

    private static uint Counter(in MessageId id) => Convert.ToUInt32(Encoding.ASCII.GetString(id.Token[2..10]), 16);

    private static byte[] Token(int length) => [0xc5, .. Enumerable.Repeat((byte)7, length - 1)];
}
