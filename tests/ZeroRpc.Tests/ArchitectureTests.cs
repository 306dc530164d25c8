using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ZeroRpc.Tests;

/// <summary>
/// The house: each folder of src/ZeroRpc is a layer that knows only those below it, NetMQ stays behind its seam, and files stay small.
/// </summary>
public partial class ArchitectureTests
{
    private const int MaxLines = 400;
    private const string NetMqFolder = "Transport/NetMq/";
    private const string Diagnostics = "Diagnostics";

    /// <summary>
    /// From the top down. Diagnostics stand beside them: every layer may use them, and they tell of channels and what is below.
    /// </summary>
    private static readonly string[] Layers = ["", "Rpc", "Channels", "Events", "Transport"];

    /// <summary>The files of the root that all layers may use.</summary>
    private static readonly string[] Common = ["Exceptions.cs", "ExtensionValue.cs", "*Options.cs", "ZeroRpcTcpTransport.cs"];

    /// <summary>The files of a higher layer that a layer knows all the same.</summary>
    private static readonly (string Layer, string File, string Reason)[] Exceptions =
    [
        ("Rpc", "CallContext.cs", "what a handler is given: users name it, a call makes it"),
        ("Rpc", "Interceptors.cs", "what users run around calls, for the calls to run"),
        ("Rpc", "ServiceActivator.cs", "what gives a call the object that answers it: users write it, the binding asks it"),
        ("Rpc", "IZeroRpcMiddleware.cs", "what users hook into calls, for the calls to run"),
        ("Rpc", "ZeroRpcEvent.cs", "a reply that hooks see: users read it, a call makes it"),
        ("Rpc", "ZeroRpcReply.cs", "what interceptors get: users read it, the pipeline passes it on"),
        ("Rpc", "ZeroRpcRequest.cs", "what interceptors and hooks are given: users change it, the pipeline passes it on"),
        ("Rpc", "ServiceDescription.cs", "what inspecting gives: users name it, its reader makes it"),
        ("Rpc", "ZeroRpcConnection.cs", "what users are told of an endpoint: they name it, the links make it"),
        ("Rpc", "ZeroRpcMethodAttribute.cs", "what users put on methods, for the binding to read"),
        ("Rpc", "ZeroRpcCallAttribute.cs", "what users put on methods of a contract, for proxies to read"),
        ("Rpc", "ZeroRpcReply.cs", "a reply of either pattern, as proxies ask for it"),
        ("Rpc", "ZeroRpcClient*.cs", "what proxies call, and the name in an ObjectDisposedException"),
        ("Rpc", "ZeroRpcServer.cs", "the name in an ObjectDisposedException"),
        ("Rpc", "ZeroRpcPusher.cs", "the name in an ObjectDisposedException"),
        ("Rpc", "ZeroRpcPuller.cs", "the name in an ObjectDisposedException"),
        ("Rpc", "ZeroRpcPublisher.cs", "the name in an ObjectDisposedException"),
        ("Rpc", "ZeroRpcSubscriber.cs", "the name in an ObjectDisposedException"),
        ("Diagnostics", "ZeroRpcDiagnostics.cs", "the names by which users listen, for what they hear"),
    ];

    private static readonly SourceFile[] Files = [.. Read()];

    public static TheoryData<string> LayerFolders => [.. Layers.Skip(1), Diagnostics];

    [Theory]
    [MemberData(nameof(LayerFolders))]
    public void Every_layer_has_files(string layer) => Assert.Contains(Files, file => file.Layer == layer);

    [Fact]
    public void Every_folder_is_a_layer() => Assert.Empty(Files.Select(file => file.Layer).Distinct().Except([.. Layers, Diagnostics]));

    [Theory]
    [MemberData(nameof(LayerFolders))]
    public void A_layer_knows_only_those_below_it(string layer) =>
        Assert.Empty(
            from known in KnownAbove(layer)
            where !Exceptions.Any(allowed => allowed.Layer == layer && known.Above.IsOneOf([allowed.File]))
            select $"{known.File} knows {known.Type} of {known.Above}");

    [Fact]
    public void Every_exception_is_needed() =>
        Assert.All(Exceptions, allowed => Assert.Contains(KnownAbove(allowed.Layer), known => known.Above.IsOneOf([allowed.File])));

    [Fact]
    public void Only_one_folder_names_NetMQ() =>
        Assert.All(
            Files.Where(file => file.Words.Contains("NetMQ")), file => Assert.StartsWith(NetMqFolder, file.Path, StringComparison.Ordinal));

    [Fact]
    public void No_file_is_long() =>
        Assert.Empty(Files.Where(file => file.Lines > MaxLines).Select(file => $"{file.Path}: {file.Lines} lines"));

    /// <summary>The types of higher layers that a layer's files mention.</summary>
    private static IEnumerable<(SourceFile File, SourceFile Above, string Type)> KnownAbove(string layer) =>
        from above in Files
        where IsAbove(above, layer)
        from file in Files
        where file.Layer == layer && file.Sees(above)
        from type in above.DeclaredTypes.Intersect(file.Words)
        select (file, above, type);

    private static bool IsAbove(SourceFile file, string layer)
    {
        int above = Array.IndexOf(Layers, file.Layer);
        int level = Array.IndexOf(Layers, layer == Diagnostics ? "Channels" : layer);
        return above >= 0 && above < level && !(file.Layer.Length == 0 && file.IsOneOf(Common));
    }

    private static IEnumerable<SourceFile> Read([CallerFilePath] string thisFile = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../src/ZeroRpc"));
        return from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
               let relative = Path.GetRelativePath(root, path).Replace('\\', '/')
               where !relative.StartsWith("obj/", StringComparison.Ordinal) && !relative.StartsWith("bin/", StringComparison.Ordinal)
               select new SourceFile(relative, File.ReadAllText(path));
    }

    [GeneratedRegex("""//.*|/\*[\s\S]*?\*/|"{3}[\s\S]*?"{3}|\$?@"(?:""|[^"])*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\])+'""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record|delegate\s+\w+)\s+(?!class\b|struct\b)(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    /// <summary>A file of the library, its code without comments and texts.</summary>
    private sealed class SourceFile
    {
        public SourceFile(string path, string text)
        {
            string code = CommentOrText().Replace(text, " ");
            Path = path;
            Layer = path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : "";
            Lines = text.AsSpan().Count('\n');
            DeclaredTypes = [.. Declaration().Matches(code).Select(match => match.Groups["name"].Value)];
            Words = [.. Word().Matches(code).Select(match => match.Value)];
        }

        public string Path { get; }

        public string Layer { get; }

        public int Lines { get; }

        public string[] DeclaredTypes { get; }

        public HashSet<string> Words { get; }

        /// <summary>Whether the compiler finds another file's types from here: the root's always, a folder's where that is named.</summary>
        public bool Sees(SourceFile other) => other.Layer.Length == 0 || Words.Contains(other.Layer);

        public bool IsOneOf(IEnumerable<string> patterns) =>
            patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, Path, ignoreCase: false));

        public override string ToString() => Path;
    }
}
