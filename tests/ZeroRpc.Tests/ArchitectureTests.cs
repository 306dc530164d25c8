using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ZeroRpc.Tests;

/// <summary>
/// The layout of src/ZeroRpc: its files stand in layers, and each layer knows only those below it. Nothing in them is about NetMQ, and files stay small.
/// </summary>
public partial class ArchitectureTests
{
    private const int MaxLines = 400;

    /// <summary>
    /// The layers from the top down. Client and server do not know each other, whatever their rows. Diagnostics observe channels and what is
    /// below; every layer may use them.
    /// </summary>
    private static readonly Layer[][] Rows =
    [
        [new("one-way patterns", "OneWay/*")],
        [new("proxies", "Client/Proxies/*")],
        [new("client", "Client/ZeroRpcClient.cs", "Client/ZeroRpcClient.*.cs"), new("server", "Server/ZeroRpcServer.cs")],
        [
            new("client pipeline", "Client/ClientPipeline.cs", "Client/ClientHooks.cs"),
            new("server calls", "Server/*Call.cs", "Server/ServerLink*.cs", "Server/ServerPipeline.cs", "Server/RequestDispatcher.cs", "Server/ServerCallOptions.cs", "Server/UnknownMethod.cs"),
        ],
        [new("retries", "Client/Retries/*"), new("handlers", "Server/Execution/*")],
        [new("links", "Client/Links/*"), new("binding", "Server/Binding/*")],
        [new("client calls", "Client/*"), new("server vocabulary", "Server/*")],
        [new("hooks", "Hooks/*")],
        [new("diagnostics", "Diagnostics/*")],
        [new("channels", "Channels/*")],
        [new("events", "Events/*")],
        [new("transports", "Transport/*")],
        [new("threading", "Threading/*")],
    ];

    /// <summary>The types that a lower layer names all the same.</summary>
    private static readonly (string File, string Known, string Reason)[] Exceptions =
    [
        ("Client/ZeroRpcClient.Proxies.cs", "Client/Proxies/*", "CreateProxy and AsDynamic make proxies, which call the client as users do"),
        ("Client/Proxies/*", "Server/Binding/*", "a contract's names, parameters and return types follow the rules by which a server binds them"),
        ("Client/CallArguments.cs", "OneWay/P*Options.cs", "options among the arguments are refused by their type"),
        ("Client/ClientCall.cs", "Client/Links/Link.cs", "a finished call returns to its link, to be used again"),
        ("Client/Links/*", "Client/ZeroRpcClient*.cs", "the client's name in an ObjectDisposedException"),
        ("Client/CallErrors.cs", "Client/ZeroRpcClient*.cs", "the client's name in an ObjectDisposedException"),
        ("Server/ServerLinks.cs", "Server/ZeroRpcServer.cs", "the server's name in an ObjectDisposedException"),
        ("Hooks/*", "Server/CallContext.cs", "the context of a handler, which users' hooks are given"),
        ("Hooks/Interceptors.cs", "Client/ZeroRpcReply.cs", "the reply of a call, which users' interceptors are given"),
    ];

    private static readonly SourceFile[] Files = [.. Read()];

    [Fact]
    public void Every_layer_has_files() =>
        Assert.Empty(Rows.SelectMany(row => row).Where(layer => !Files.Any(file => file.Layer == layer)).Select(layer => layer.Name));

    [Fact]
    public void Every_file_is_in_a_layer_or_in_the_vocabulary_that_all_share() =>
        Assert.DoesNotContain(Files, file => file.Layer is null && file.Path.Contains('/', StringComparison.Ordinal));

    [Fact]
    public void A_layer_knows_only_those_below_it() =>
        Assert.All(
            KnownAbove().Where(known => !Exceptions.Any(exception => Allows(exception, known.File, known.Above))),
            known => Assert.Fail($"{known.File} knows {known.Type} of {known.Above}"));

    [Fact]
    public void Every_exception_is_needed() =>
        Assert.All(Exceptions, exception => Assert.Contains(KnownAbove(), known => Allows(exception, known.File, known.Above)));

    [Fact]
    public void No_file_names_NetMQ() => Assert.DoesNotContain(Files, file => file.NamesNetMq);

    [Fact]
    public void The_library_does_not_need_NetMQ() => Assert.DoesNotContain(
        typeof(ZeroRpcClient).Assembly.GetReferencedAssemblies(), assembly => assembly.Name is "NetMQ" or "AsyncIO");

    [Fact]
    public void Only_one_file_calls_the_system_and_none_is_unsafe()
    {
        Assert.Equal(["Transport/Zmtp/Loop/Epoll.cs"], Files.Where(file => file.Words.Overlaps(["LibraryImport", "DllImport"])).Select(file => file.Path));
        Assert.DoesNotContain(Files, file => file.Words.Contains("unsafe"));
    }

    [Fact]
    public void No_file_is_long() =>
        Assert.Empty(Files.Where(file => file.Lines > MaxLines).Select(file => $"{file.Path}: {file.Lines} lines"));

    /// <summary>The types of layers beside or above its own that a file mentions.</summary>
    private static IEnumerable<(SourceFile File, SourceFile Above, string Type)> KnownAbove() =>
        from file in Files
        where file.Layer is not null
        from above in Files
        where above.Layer is not null && above.Layer != file.Layer && !above.Matches("Diagnostics/*") && file.Sees(above)
        where above.Row <= file.Row || (file.Matches("Client/*") && above.Matches("Server/*")) || (file.Matches("Server/*") && above.Matches("Client/*"))
        from type in above.DeclaredTypes.Intersect(file.Words)
        select (file, above, type);

    private static bool Allows((string File, string Known, string Reason) exception, SourceFile file, SourceFile known) =>
        file.Matches(exception.File) && known.Matches(exception.Known);

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

    [GeneratedRegex(@"^(?:\w+ )*(?:class|struct|interface|enum|record|delegate\s+[\w?<>]+)\s+(?!class\b|struct\b)(?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex(@"^using (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    /// <summary>A layer: the files that match one of its patterns, and none of a layer above.</summary>
    private sealed record Layer(string Name, params string[] Patterns);

    /// <summary>A file of the library, its code without comments and texts.</summary>
    private sealed class SourceFile
    {
        public SourceFile(string path, string text)
        {
            string code = CommentOrText().Replace(text, " ");
            Path = path;
            Row = Array.FindIndex(Rows, row => Array.Exists(row, IsIn));
            Layer = Row < 0 ? null : Array.Find(Rows[Row], IsIn);
            Lines = text.AsSpan().Count('\n');
            NamesNetMq = text.Contains("NetMQ", StringComparison.OrdinalIgnoreCase);
            Namespace = DeclaredNamespace().Match(code).Groups["name"].Value;
            Usings = [.. Using().Matches(code).Select(match => match.Groups["name"].Value)];
            DeclaredTypes = [.. Declaration().Matches(code).Select(match => match.Groups["name"].Value)];
            Words = [.. Word().Matches(code).Select(match => match.Value)];
        }

        public string Path { get; }

        /// <summary>The layer; null for the root's files, which all layers may use.</summary>
        public Layer? Layer { get; }

        public int Row { get; }

        public int Lines { get; }

        /// <summary>Whether code, a comment or a text names it.</summary>
        public bool NamesNetMq { get; }

        public string Namespace { get; }

        public string[] Usings { get; }

        /// <summary>The types that are declared at the file's top level.</summary>
        public string[] DeclaredTypes { get; }

        public HashSet<string> Words { get; }

        /// <summary>Whether the compiler finds another file's types from here without their namespace.</summary>
        public bool Sees(SourceFile other) =>
            Usings.Contains(other.Namespace) || $"{Namespace}.".StartsWith($"{other.Namespace}.", StringComparison.Ordinal);

        public bool Matches(string pattern) => FileSystemName.MatchesSimpleExpression(pattern, Path, ignoreCase: false);

        public override string ToString() => Path;

        private bool IsIn(Layer layer) => Array.Exists(layer.Patterns, Matches);
    }
}
