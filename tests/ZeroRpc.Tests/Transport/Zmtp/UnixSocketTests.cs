using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>The files of <c>ipc://</c> endpoints, and the names without a file.</summary>
public sealed class UnixSocketTests : IDisposable
{
    private readonly Socket _dead;
    private readonly string _directory;

    public UnixSocketTests()
    {
        Needs.UnixSockets();
        _dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _directory = Directory.CreateTempSubdirectory("zerorpc-").FullName;
    }

    private string FilePath => Path.Combine(_directory, "socket");

    private string Endpoint => $"ipc://{FilePath}";

    public void Dispose()
    {
        _dead.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_file_is_there_while_it_is_bound()
    {
        await using Started server = Transports.StartZmtp(SocketRole.Router);
        Assert.Equal(Endpoint, server.Transport.Bind(Endpoint));
        Assert.True(File.Exists(FilePath));

        server.Transport.Unbind(Endpoint);

        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task The_file_is_gone_after_disposal()
    {
        Started server = Transports.StartZmtp(SocketRole.Router);
        server.Transport.Bind(Endpoint);

        await server.DisposeAsync();

        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task The_file_that_a_dead_server_left_is_taken_over()
    {
        LeaveStaleFile();
        await using Started server = Transports.StartZmtp(SocketRole.Router);
        server.Transport.Bind(Endpoint);

        await AssertServesAsync(server, Endpoint);
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        await File.WriteAllTextAsync(FilePath, "precious", TestContext.Current.CancellationToken);
        await using Started server = Transports.StartZmtp(SocketRole.Router);

        ZeroRpcEndpointException refusal = Assert.Throws<ZeroRpcEndpointException>(() => server.Transport.Bind(Endpoint));

        Assert.Contains("a file that is no socket has that name", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(FilePath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_path_that_is_taken_stays_with_the_first()
    {
        await using Started first = Transports.StartZmtp(SocketRole.Router);
        await using Started second = Transports.StartZmtp(SocketRole.Router);
        first.Transport.Bind(Endpoint);

        Assert.Contains("another server listens there", Assert.Throws<ZeroRpcEndpointException>(
            () => second.Transport.Bind(Endpoint)).Message, StringComparison.Ordinal);

        await AssertServesAsync(first, Endpoint);
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_named_as_the_reason()
    {
        await using Started server = Transports.StartZmtp(SocketRole.Router);

        Assert.Contains("Does its directory exist?", Assert.Throws<ZeroRpcEndpointException>(
            () => server.Transport.Bind($"ipc://{_directory}/none/socket")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_too_long_is_refused_to_both_sides()
    {
        await using Started transport = Transports.StartZmtp(SocketRole.Router);
        string endpoint = $"ipc:///{new string('a', 108)}";

        Assert.Contains("107 bytes on Linux", Assert.Throws<ZeroRpcEndpointException>(
            () => transport.Transport.Bind(endpoint)).Message, StringComparison.Ordinal);
        Assert.Throws<ZeroRpcEndpointException>(() => transport.Transport.Connect(endpoint));
    }

    [Fact]
    public async Task The_mode_of_the_file_can_be_set()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite;
        await using var server = new ZeroRpcServer(new ZeroRpcServerOptions { UnixSocketMode = Mode });

        server.Bind(Endpoint);

        Assert.Equal(Mode, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task A_name_without_a_file_is_bound_and_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has abstract sockets.");
        string endpoint = $"ipc://@zerorpc-{Guid.NewGuid():N}";
        await using Started server = Transports.StartZmtp(SocketRole.Router);
        Assert.Equal(endpoint, server.Transport.Bind(endpoint));

        await AssertServesAsync(server, endpoint);
    }

    [Fact]
    public async Task Any_path_can_be_asked_for_and_is_told()
    {
        await using Started server = Transports.StartZmtp(SocketRole.Router);

        string first = server.Transport.Bind("ipc://*");
        string second = server.Transport.Bind("ipc://*");

        Assert.NotEqual(first, second);
        Assert.All([first, second], endpoint => Assert.True(File.Exists(endpoint["ipc://".Length..])));
        await AssertServesAsync(server, first);
        await AssertServesAsync(server, second);
        server.Transport.Unbind(first);
        Assert.False(File.Exists(first["ipc://".Length..]));
    }

    [Fact]
    public async Task A_server_that_accepts_nobody_is_asked_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system lets a connection wait.");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(FilePath));
        listener.Listen(backlog: 1);
        using var log = new FakeLog();
        Started[] clients = [.. Enumerable.Range(0, 4).Select(_ => Transports.StartZmtp(SocketRole.Dealer, log.Factory.CreateLogger("test")))];

        Array.ForEach(clients, client => client.Transport.Connect(Endpoint));

        await Transports.UntilAsync(() => log.Messages.Any(message => message.Contains("too many peers wait there", StringComparison.Ordinal)));
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    [Fact]
    public void Only_who_listens_can_ask_for_any_path() =>
        Assert.Contains("* is only for listening", Assert.Throws<ZeroRpcEndpointException>(
            () => ZeroRpc.Transport.Endpoint.ForConnect("ipc://*")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_relative_path_is_that_of_the_current_directory()
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, FilePath);
        await using Started server = Transports.StartZmtp(SocketRole.Router);
        server.Transport.Bind($"ipc://{relative}");

        await AssertServesAsync(server, Endpoint);
    }

    private void LeaveStaleFile()
    {
        // Closed by its handle alone: .NET would remove the file, now, or at some later time when it finalizes the socket.
        _dead.Bind(new UnixDomainSocketEndPoint(FilePath));
        _dead.SafeHandle.Dispose();
        Assert.True(File.Exists(FilePath));
    }

    private static async Task AssertServesAsync(Started server, string endpoint)
    {
        await using Started client = Transports.StartZmtp(SocketRole.Dealer);
        client.Transport.Connect(endpoint);
        client.Send("request");
        Assert.Equal("request", (await server.Sink.NextAsync()).Text());
    }
}

/// <summary><c>ipc://</c> where there is no such thing.</summary>
public sealed class NoUnixSocketTests
{
    [Fact]
    public async Task Where_the_system_has_none_both_sides_are_refused_with_a_sentence()
    {
        Assert.SkipWhen(Socket.OSSupportsUnixDomainSockets, "This system has Unix domain sockets.");
        await using Started transport = Transports.StartZmtp(SocketRole.Router);

        AssertRefused(() => transport.Transport.Bind("ipc://*"), "this system has no Unix domain sockets");
        AssertRefused(() => transport.Transport.Connect("ipc://path"), "this system has no Unix domain sockets");
    }

    [Fact]
    public async Task Where_each_has_a_file_a_name_without_one_is_refused_with_a_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsLinux() || !Socket.OSSupportsUnixDomainSockets, "Linux has sockets without a file.");
        await using Started transport = Transports.StartZmtp(SocketRole.Router);

        AssertRefused(() => transport.Transport.Bind("ipc://@name"), "only Linux has sockets without a file");
    }

    private static void AssertRefused(Action use, string why) =>
        Assert.Contains(why, Assert.Throws<ZeroRpcEndpointException>(use).Message, StringComparison.Ordinal);
}
