using System.Text.Json;
using System.Text.RegularExpressions;
using ZeroRpc.Events;

namespace ZeroRpc.Tests.Replay;

/// <summary>What real peers said to each other (docs/protocol.md, section 9), and how those peers were set up.</summary>
internal sealed partial class Transcript
{
    private Transcript(string name)
    {
        Name = name;
        foreach (JsonElement record in Records(name))
        {
            Add(record);
        }
    }

    /// <summary>The names of all transcripts.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    public string Name { get; }

    /// <summary>The events in the order seen, with who sent them.</summary>
    public List<(bool FromClient, Frame Frame)> Frames { get; } = [];

    public IEnumerable<Frame> OfClient => Frames.Where(record => record.FromClient).Select(record => record.Frame);

    public IEnumerable<Frame> OfServer => Frames.Where(record => !record.FromClient).Select(record => record.Frame);

    public double StartMs => Frames[0].Frame.Ms;

    /// <summary>Whether the recorded server is Node's.</summary>
    public bool HasNodeServer => Name.EndsWith("node-server", StringComparison.Ordinal);

    /// <summary>The peers' heartbeat.</summary>
    public TimeSpan Heartbeat => TimeSpan.FromSeconds(ShortHeartbeat().IsMatch(Name) ? 1 : 5);

    /// <summary>The recorded client's options, for one on the stage.</summary>
    public ZeroRpcClientOptions ClientOptions(Stage stage) => new()
    {
        Heartbeat = Heartbeat,
        IsHeartbeatPassive = Name == "heartbeat-passive-client",
        Window = Name == "stream-small-window" ? 10 : 100,
        Timeout = TimeSpan.FromSeconds(Name == "client-timeout" ? 1 : 30),
        TimeProvider = stage.Time,
        Transports = stage.Transport,
    };

    /// <summary>After how many items the recorded client left its streams.</summary>
    public int LeavesAfter => Name == "stream-abandoned" ? 1 : int.MaxValue;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Transcripts");

    public static Transcript Load(string name) => new(name);

    /// <summary>The bodies in a file of any kind.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Bodies(string name) => Records(name).Select(BodyOf);

    // The decoded events hold numbers that JSON knows not; the frames are what counts.
    private static JsonElement.ArrayEnumerator Records(string name)
    {
        string text = File.ReadAllText(Path.Combine(Folder, name + ".json"));
        return JsonDocument.Parse(NoJsonNumber().Replace(text, "null")).RootElement.EnumerateArray();
    }

    private static ReadOnlyMemory<byte> BodyOf(JsonElement record) =>
        Convert.FromHexString(record.GetProperty("frames").EnumerateArray().Last().GetString()!);

    private void Add(JsonElement record)
    {
        bool fromClient = record.GetProperty("dir").GetString() == "client->server";
        ReadOnlyMemory<byte> body = BodyOf(record);
        MessageId channel = new Frame(body).Channel;
        int heard = (fromClient ? OfServer : OfClient).Count(before => before.Lane == Lane.Data && before.Channel.Equals(channel));
        Frames.Add((fromClient, new Frame(record.GetProperty("ms").GetDouble(), body, heard)));
    }

    [GeneratedRegex("heartbeat|abandoned|int-map-key|node")]
    private static partial Regex ShortHeartbeat();

    [GeneratedRegex(@"(?<=[\[,:]\s*)(-?Infinity|NaN)(?=\s*[\],}])")]
    private static partial Regex NoJsonNumber();
}
