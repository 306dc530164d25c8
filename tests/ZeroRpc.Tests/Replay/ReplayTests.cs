namespace ZeroRpc.Tests.Replay;

/// <summary>
/// Every transcript of real peers, played again with the library as one of them. It must do, byte for byte and at the same time, what the
/// recorded peer did; deviations.json lists where it does otherwise, and why.
/// </summary>
public class ReplayTests
{
    public static TheoryData<string> Conversations => [.. Transcript.Names.Where(name => name != "push-pull-and-pub-sub")];

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task Our_server_answers_as_the_recorded_one(string transcript)
    {
        var deviations = new Deviations(transcript, "server");

        List<Difference> differences = await new ServerReplay(Transcript.Load(transcript), deviations).RunAsync();

        deviations.Check(differences);
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task Our_client_calls_as_the_recorded_one(string transcript)
    {
        var deviations = new Deviations(transcript, "client");

        List<Difference> differences = await new ClientReplay(Transcript.Load(transcript)).RunAsync();

        deviations.Check(differences);
    }

    [Fact]
    public void Only_transcripts_that_exist_are_listed_as_deviating() =>
        Assert.Empty(Deviations.Transcripts.Except(Conversations.Select(row => row.Data)));
}
