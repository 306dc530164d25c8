using System.Text.Json;

namespace ZeroRpc.Tests.Replay;

/// <summary>A deviation that we mean: an entry of deviations.json.</summary>
/// <param name="Transcripts">Where it occurs: in each of these.</param>
/// <param name="As">Our side: server or client.</param>
/// <param name="Methods">The methods called; null for all.</param>
/// <param name="Event">The event's name.</param>
/// <param name="Part">What differs, as in <see cref="Difference"/>.</param>
/// <param name="Ours">What ours is; null for whatever it is.</param>
/// <param name="Times">How often it occurs in each transcript; null for at least once.</param>
/// <param name="Reason">Why.</param>
internal sealed record Deviation(
    string[] Transcripts, string As, string[]? Methods, string Event, string Part, string? Ours, int? Times, string Reason)
{
    public bool Covers(Difference difference) =>
        (Methods?.Contains(difference.Method) ?? true) &&
        Event == difference.Event && Part == difference.Part && (Ours ?? difference.Ours) == difference.Ours;
}

/// <summary>The listed deviations of one replay.</summary>
internal sealed class Deviations(string transcript, string side)
{
    private static readonly Deviation[] All = Load();

    private readonly Deviation[] _listed = [.. All.Where(deviation => deviation.As == side && deviation.Transcripts.Contains(transcript))];

    /// <summary>The transcripts that the list names.</summary>
    public static IEnumerable<string> Transcripts => All.SelectMany(deviation => deviation.Transcripts).Distinct();

    public bool Lists(Difference difference) => _listed.Any(deviation => deviation.Covers(difference));

    /// <summary>Fails when there is something that the list does not tell, or when it tells what is not so.</summary>
    public void Check(IReadOnlyCollection<Difference> differences)
    {
        IEnumerable<string> unlisted = differences.Where(difference => !Lists(difference)).Select(difference => $"Not listed: {difference}");
        IEnumerable<string> untrue =
            from deviation in _listed
            let count = differences.Count(deviation.Covers)
            where deviation.Times is { } times ? count != times : count == 0
            select $"Listed, but occurs {count} times: {deviation.Event} {deviation.Part}, {deviation.Reason}";
        string report = string.Join('\n', unlisted.Concat(untrue));
        Assert.True(report.Length == 0, report);
    }

    private static Deviation[] Load() => JsonSerializer.Deserialize<Deviation[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Replay", "deviations.json")), JsonSerializerOptions.Web)!;
}
