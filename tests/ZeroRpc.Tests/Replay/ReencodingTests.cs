using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Tests.Replay;

/// <summary>All recorded events, decoded and encoded again: the bytes are the same.</summary>
public class ReencodingTests
{
    public static TheoryData<string> Recordings => [.. Transcript.Names];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_whole_event_as_an_untyped_value_keeps_its_bytes(string transcript) =>
        Assert.All(Transcript.Bodies(transcript), body => Assert.Equal(body.ToArray(), Untyped.Write(Untyped.Read(body))));

    [Theory]
    [MemberData(nameof(Recordings))]
    public void What_Python_sent_is_what_we_would_write(string transcript) =>
        Assert.All(
            Transcript.Bodies(transcript).Select(body => new Frame(body)).Where(frame => frame.IsOfPython),
            frame => Assert.Equal(frame.Body.ToArray(), Rebuild(frame)));

    private static byte[] Rebuild(Frame frame)
    {
        EventBuffer buffer = frame.OpensChannel
            ? EventWriter.BeginRequest(frame.Channel, frame.Name, frame.FurtherHeaders, Untyped.Codec)
            : EventWriter.BeginInChannel(new MessageIdSource(), frame.Channel, Untyped.Write(frame.Name));
        var writer = new MessagePackWriter(buffer);
        Untyped.Codec.Write(ref writer, frame.Args);
        writer.Flush();
        return new Frame(buffer.Detach()).WithId(frame.Event.Header.Id).Body.ToArray(); // It had a random one.
    }
}
