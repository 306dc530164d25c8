using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.SampleTests.Support;

/// <summary>A compose file, as far as tests look into it.</summary>
internal sealed class ComposeFile
{
    /// <summary>The folder of the file, from which its paths lead.</summary>
    public static string Folder { get; } = Path.Combine(Markdown.Root, "samples", "FlaskZeroRpc");

    /// <summary>What the programs in C# are built of: read, so that what refers to it finds it.</summary>
    [YamlMember(Alias = "x-dotnet", ApplyNamingConventions = false)]
    public ComposeBuild DotNet { get; set; } = new();

    /// <summary>The same of those in Python.</summary>
    [YamlMember(Alias = "x-python", ApplyNamingConventions = false)]
    public ComposeBuild Python { get; set; } = new();

    /// <summary>What it starts, by name.</summary>
    public Dictionary<string, ComposeService> Services { get; set; } = [];

    /// <summary>Reads the file of <c>samples/FlaskZeroRpc</c>, with what its anchors stand for.</summary>
    public static ComposeFile Read()
    {
        using var text = new StreamReader(Path.Combine(Folder, "compose.yaml"));
        return new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .IgnoreUnmatchedProperties()
            .Build()
            .Deserialize<ComposeFile>(new MergingParser(new Parser(text)));
    }
}

/// <summary>One container.</summary>
internal sealed class ComposeService
{
    /// <summary>A ready image; null where one is built.</summary>
    public string? Image { get; set; }

    /// <summary>What is built.</summary>
    public ComposeBuild? Build { get; set; }

    /// <summary>What is run in it, instead of what the image says.</summary>
    public string? Command { get; set; }

    /// <summary>Variables.</summary>
    public Dictionary<string, string> Environment { get; set; } = [];

    /// <summary>Ports that are published: address, port there, port within.</summary>
    public List<string> Ports { get; set; } = [];

    /// <summary>What is started before.</summary>
    public List<string> DependsOn { get; set; } = [];

    /// <summary>What the program is written in.</summary>
    public Language Language => Build!.Args.ContainsKey("PROGRAM") ? Language.CSharp : Language.Python;

    /// <summary>The program's name, in either language.</summary>
    public string Program => Language == Language.CSharp
        ? Build!.Args["PROGRAM"].ToLowerInvariant()
        : Path.GetFileNameWithoutExtension(Command!.Split(' ')[^1]);
}

/// <summary>How an image is built.</summary>
internal sealed class ComposeBuild
{
    /// <summary>The folder that Docker sees, from that of the compose file.</summary>
    public string Context { get; set; } = ".";

    /// <summary>The Dockerfile, from there.</summary>
    public string Dockerfile { get; set; } = "Dockerfile";

    /// <summary>Values of its <c>ARG</c>s.</summary>
    public Dictionary<string, string> Args { get; set; } = [];

    /// <summary>The whole path of a file or folder of the context, with the values of <c>ARG</c>s in it.</summary>
    public string PathOf(string inContext) => Path.GetFullPath(Path.Combine(
        ComposeFile.Folder, Context, Args.Aggregate(inContext, (path, arg) => path.Replace($"${arg.Key}", arg.Value, StringComparison.Ordinal))));

    /// <summary>The instructions of the Dockerfile that begin with a word, as words.</summary>
    public string[][] Instructions(string word) =>
        [.. File.ReadLines(PathOf(Dockerfile)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 0 && words[0] == word)];
}
