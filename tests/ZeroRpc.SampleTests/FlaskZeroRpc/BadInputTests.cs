using System.Net;
using System.Net.Sockets;
using ZeroRpc.SampleTests.Support;

namespace ZeroRpc.SampleTests.FlaskZeroRpc;

/// <summary>What the programs say when they cannot run as they are told to.</summary>
public sealed class BadInputTests
{
    /// <summary>Language, program, the variable that is missing or wrong, its value, what is said of it.</summary>
    public static TheoryData<Language, string, string, string, string> Wrong { get; } = WrongInBoth();

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_setting_that_is_missing_or_wrong_is_named(Language language, string program, string name, string value, string said)
    {
        (string, string)[] others = [("PORT_ZEROSERVICE", "0"), ("PORT_WWW", "0"), ("DOTCLOUD_WORKER_ZEROSERVICE_URL", "tcp://127.0.0.1:1")];
        await using RunningProgram running = RunningProgram.Start(Sample.Of(language, program), [.. others, (name, value)]);

        int exitCode = await running.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(said, running.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", running.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", running.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.CSharp, "api")]
    [InlineData(Language.CSharp, "www")]
    [InlineData(Language.Python, "api")]
    [InlineData(Language.Python, "www")]
    public async Task A_port_in_use_is_named(Language language, string program)
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        await using RunningProgram running = RunningProgram.Start(
            Sample.Of(language, program),
            ("PORT_ZEROSERVICE", port), ("PORT_WWW", port), ("DOTCLOUD_API_ZEROSERVICE_URL", "tcp://127.0.0.1:1"));

        int exitCode = await running.EndAsync();

        string complaint = running.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Equal(1, exitCode);
        Assert.Contains(port, complaint, StringComparison.Ordinal);
        Assert.Matches("already in use|another socket listens there", complaint);
    }

    private static TheoryData<Language, string, string, string, string> WrongInBoth()
    {
        var data = new TheoryData<Language, string, string, string, string>();
        foreach (Language language in new[] { Language.CSharp, Language.Python })
        {
            data.Add(language, "api", "PORT_ZEROSERVICE", "", "PORT_ZEROSERVICE is not set");
            data.Add(language, "api", "PORT_ZEROSERVICE", "99999", "PORT_ZEROSERVICE is '99999'");
            data.Add(language, "api", "DOTCLOUD_DB_REDIS_URL", "nowhere", "DOTCLOUD_DB_REDIS_URL is no address of a Redis");
            data.Add(language, "www", "DOTCLOUD_API_ZEROSERVICE_URL", "", "Neither DOTCLOUD_DB_REDIS_URL nor DOTCLOUD_API_ZEROSERVICE_URL is set");
            data.Add(language, "worker", "WORKER_HEARTBEAT", "often", "WORKER_HEARTBEAT is 'often'");
            data.Add(language, "gateway", "PORT_WWW", "", "PORT_WWW is not set");
            data.Add(language, "gateway", "DOTCLOUD_WORKER_ZEROSERVICE_URL", "", "DOTCLOUD_WORKER_ZEROSERVICE_URL is not set");
        }

        return data;
    }
}
