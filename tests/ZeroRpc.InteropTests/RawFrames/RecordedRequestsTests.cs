using System.Text.Json;
using System.Text.RegularExpressions;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.RawFrames;

/// <summary>Requests as Python sent them, through libzmq: our server's replies have the very bytes of Python's, header aside.</summary>
public sealed class RecordedRequestsTests
{
    [Theory]
    [InlineData("call.json")]
    [InlineData("values.json")]
    public async Task Recorded_requests_get_the_recorded_replies(string transcript)
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);
        byte[]? reply = null;

        foreach ((bool fromClient, byte[][] frames) in Read(transcript))
        {
            if (fromClient)
            {
                await dealer.SendAsync(frames);
                reply = (await dealer.ReceiveAsync())[^1];
            }
            else
            {
                Assert.Equal(Convert.ToHexString(RawEvent.NameAndArgs(frames[^1])), Convert.ToHexString(RawEvent.NameAndArgs(reply!)));
            }
        }

        Assert.NotNull(reply);
    }

    private static IEnumerable<(bool FromClient, byte[][] Frames)> Read(string transcript)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Transcripts", transcript);
        using JsonDocument records = JsonDocument.Parse(Regex.Replace(File.ReadAllText(path), @"(?<=[\[ ,])-?(NaN|Infinity)(?=[\],])", "null"));
        foreach (JsonElement record in records.RootElement.EnumerateArray())
        {
            yield return (
                record.GetProperty("dir").GetString() == "client->server",
                [.. record.GetProperty("frames").EnumerateArray().Select(frame => Convert.FromHexString(frame.GetString()!))]);
        }
    }
}
