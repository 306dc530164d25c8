using ZeroRpc.Curve.Keys;

namespace ZeroRpc.Tests.Curve;

/// <summary>Keys as text, bytes and pairs, and what never shows a secret.</summary>
public sealed class CurveKeyTests
{
    [Fact]
    public void Z85_is_that_of_its_specification()
    {
        byte[] bytes = [0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B];
        byte[] decoded = new byte[8];

        Assert.Equal("HelloWorld", Z85.Encode(bytes));
        Assert.True(Z85.TryDecode("HelloWorld", decoded));
        Assert.Equal(bytes, decoded);
    }

    [Theory]
    [InlineData("#####")] // More than four bytes hold.
    [InlineData("Hell")]
    [InlineData("Hello1")]
    [InlineData("Hel\"o")]
    [InlineData("Hellö")]
    public void What_is_no_Z85_is_told(string text) => Assert.False(Z85.TryDecode(text, new byte[4]));

    [Theory]
    [InlineData(RecordedHandshake.ServerSecretKey, RecordedHandshake.ServerPublicKey)]
    [InlineData(RecordedHandshake.ClientSecretKey, RecordedHandshake.ClientPublicKey)]
    public void A_secret_key_has_the_public_key_that_libzmq_says(string secretKey, string publicKey)
    {
        using var pair = CurveKeyPair.Parse(secretKey);

        Assert.Equal(publicKey, pair.PublicKey.ToString());
        Assert.Equal(secretKey, pair.ExportSecretKey());
    }

    [Fact]
    public void Generated_pairs_differ()
    {
        using var one = CurveKeyPair.Generate();
        using var other = CurveKeyPair.Generate();

        Assert.NotEqual(one.PublicKey, other.PublicKey);
        Assert.NotEqual(one.ExportSecretKey(), other.ExportSecretKey());
    }

    [Fact]
    public void Public_keys_are_equal_by_their_bytes()
    {
        var one = CurvePublicKey.Parse(RecordedHandshake.ServerPublicKey);
        var same = CurvePublicKey.FromBytes(one.Bytes);

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, CurvePublicKey.Parse(RecordedHandshake.ClientPublicKey));
    }

    [Theory]
    [InlineData("abc", "The public key is not one in Z85: it has 3 characters where 40 are needed.")]
    [InlineData("\"q:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "The public key is not one in Z85: it has characters that Z85 does not use.")]
    public void What_is_no_key_is_refused_with_the_reason(string text, string reason)
    {
        Assert.Equal(reason, Assert.Throws<FormatException>(() => CurvePublicKey.Parse(text)).Message);
        Assert.False(CurvePublicKey.TryParse(text, out _));
    }

    [Fact]
    public void Bytes_of_another_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CurvePublicKey.FromBytes(new byte[31]));
        Assert.Throws<ArgumentException>(() => CurveKeyPair.FromSecretKey(new byte[33]));
    }

    [Fact]
    public void Nothing_but_its_export_shows_a_secret_key()
    {
        using var pair = CurveKeyPair.Parse(RecordedHandshake.ServerSecretKey);
        const string AlmostSecret = RecordedHandshake.ServerSecretKey + "x";

        Assert.Equal($"the key pair of {RecordedHandshake.ServerPublicKey}", pair.ToString());
        Assert.DoesNotContain(RecordedHandshake.ServerSecretKey, Assert.Throws<FormatException>(() => CurveKeyPair.Parse(AlmostSecret)).ToString());
    }

    [Fact]
    public void A_disposed_pair_has_no_secret_key_any_more()
    {
        var pair = CurveKeyPair.Parse(RecordedHandshake.ServerSecretKey);

        pair.Dispose();
        pair.Dispose();

        Assert.Throws<ObjectDisposedException>(pair.ExportSecretKey);
        Assert.Equal(RecordedHandshake.ServerPublicKey, pair.PublicKey.ToString());
    }
}
