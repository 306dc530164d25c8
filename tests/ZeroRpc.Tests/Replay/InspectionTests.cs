namespace ZeroRpc.Tests.Replay;

/// <summary>
/// What deviations.json says of <c>_zerorpc_inspect</c> in words: the recorded answer and ours are the same in all that both tell.
/// </summary>
public class InspectionTests
{
    [Fact]
    public async Task Inspection_is_Pythons_without_self_and_with_further_keys()
    {
        var replay = new ServerReplay(Transcript.Load("introspection"), new Deviations("introspection", "server"));

        Difference inspection = Assert.Single(await replay.RunAsync(), difference => difference.Method == "_zerorpc_inspect");

        Assert.Equal(Common(inspection.Recorded), Common(inspection.Ours));
    }

    private static string Common(string answer)
    {
        var service = (Dictionary<string, object?>)((object?[])Untyped.Read(Convert.FromHexString(answer))!)[0]!;
        var methods = (Dictionary<string, object?>)service["methods"]!;
        foreach (Dictionary<string, object?> method in methods.Values.Cast<Dictionary<string, object?>>())
        {
            Keep(method, "args", "doc");
            Dictionary<string, object?>[] args = [.. ((object?[])method["args"]!).Cast<Dictionary<string, object?>>()];
            method["args"] = args.Where(argument => argument["name"] is not "self").ToArray();
            Array.ForEach(args, argument => Keep(argument, "name", "default"));
        }

        return Convert.ToHexString(Untyped.Write(service));
    }

    private static void Keep(Dictionary<string, object?> map, params string[] keys)
    {
        foreach (string other in map.Keys.Except(keys).ToArray())
        {
            map.Remove(other);
        }
    }
}
