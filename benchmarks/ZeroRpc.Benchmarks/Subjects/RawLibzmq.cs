using System.Runtime.InteropServices;
using System.Text;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>libzmq itself by its C functions: the ceiling that the C library sets. Nothing of it is copied but what it copies itself.</summary>
internal sealed unsafe partial class RawLibzmq : IRawPair
{
    private const string Library = "libzmq.so.5";
    private const int Dealer = 5;
    private const int Router = 6;
    private const int More = 2;
    private const int LastEndpoint = 32;
    private const int RouterMandatory = 33;
    private const int CurveServer = 47;
    private const int CurvePublicKey = 48;
    private const int CurveSecretKey = 49;
    private const int CurveServerKey = 50;
    private const int LargestMessage = 2 * 1024 * 1024;
    private static readonly byte[] Item = new byte[100];

    private readonly nint _context = zmq_ctx_new();
    private readonly nint _dealer;
    private readonly nint _router;
    private readonly byte[] _received = new byte[LargestMessage];
    private readonly Thread _server;

    /// <summary>Starts the server and connects.</summary>
    /// <param name="endpoint">The endpoint of the server.</param>
    /// <param name="withCurve">Whether the connection is encrypted by libzmq's own CURVE.</param>
    public RawLibzmq(string endpoint = "tcp://127.0.0.1:*", bool withCurve = false)
    {
        Name = withCurve ? "libzmq with CURVE" : "raw libzmq";
        _router = zmq_socket(_context, Router);
        _dealer = zmq_socket(_context, Dealer);
        int yes = 1;
        Check(zmq_setsockopt(_router, RouterMandatory, &yes, sizeof(int))); // Or what does not fit is dropped.
        if (withCurve)
        {
            UseCurve();
        }

        Check(zmq_bind(_router, endpoint));
        byte* bound = stackalloc byte[256];
        nuint length = 256;
        Check(zmq_getsockopt(_router, LastEndpoint, bound, &length));
        Check(zmq_connect(_dealer, Encoding.UTF8.GetString(bound, (int)length - 1)));
        _server = new Thread(Serve) { IsBackground = true, Name = "raw libzmq server" };
        _server.Start();
    }

    /// <summary>Whether the machine has the library.</summary>
    public static bool IsThere => NativeLibrary.TryLoad(Library, out _);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public void Send(byte[] body)
    {
        Send(_dealer, [], More);
        Send(_dealer, body, 0);
    }

    /// <inheritdoc/>
    public void Receive()
    {
        Receive(_dealer, _received);
        Receive(_dealer, _received);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Send(_dealer, "end"u8, 0); // Its body has no delimiter before it.
        _server.Join();
        Check(zmq_close(_dealer));
        Check(zmq_close(_router));
        Check(zmq_ctx_term(_context));
    }

    private void UseCurve()
    {
        using var server = CurveKeyPair.Generate();
        using var client = CurveKeyPair.Generate();
        int yes = 1;
        Check(zmq_setsockopt(_router, CurveServer, &yes, sizeof(int)));
        Set(_router, CurveSecretKey, server.ExportSecretKey());
        Set(_dealer, CurveServerKey, server.PublicKey.ToString());
        Set(_dealer, CurvePublicKey, client.PublicKey.ToString());
        Set(_dealer, CurveSecretKey, client.ExportSecretKey());
    }

    private void Serve()
    {
        byte[] identity = new byte[256];
        byte[] body = new byte[LargestMessage];
        while (true)
        {
            ReadOnlySpan<byte> peer = identity.AsSpan(0, Receive(_router, identity));
            if (Receive(_router, body) > 0)
            {
                return;
            }

            int length = Receive(_router, body);
            bool isStream = length == sizeof(int);
            for (int left = isStream ? BitConverter.ToInt32(body) : 1; left > 0; left--)
            {
                Send(_router, peer, More);
                Send(_router, [], More);
                Send(_router, isStream ? Item : body.AsSpan(0, length), 0);
            }
        }
    }

    private static void Set(nint socket, int option, string key)
    {
        fixed (byte* bytes = Encoding.ASCII.GetBytes(key))
        {
            Check(zmq_setsockopt(socket, option, bytes, (nuint)key.Length));
        }
    }

    private static void Send(nint socket, ReadOnlySpan<byte> frame, int flags)
    {
        fixed (byte* bytes = frame)
        {
            Check(zmq_send(socket, bytes, (nuint)frame.Length, flags));
        }
    }

    private static int Receive(nint socket, byte[] into)
    {
        fixed (byte* bytes = into)
        {
            return Check(zmq_recv(socket, bytes, (nuint)into.Length, 0));
        }
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw new InvalidOperationException($"libzmq: error {Marshal.GetLastPInvokeError()}");

    [LibraryImport(Library)]
    private static partial nint zmq_ctx_new();

    [LibraryImport(Library, SetLastError = true)]
    private static partial int zmq_ctx_term(nint context);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint zmq_socket(nint context, int type);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int zmq_close(nint socket);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int zmq_bind(nint socket, string endpoint);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int zmq_connect(nint socket, string endpoint);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int zmq_setsockopt(nint socket, int option, void* value, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int zmq_getsockopt(nint socket, int option, void* value, nuint* length);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int zmq_send(nint socket, void* bytes, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int zmq_recv(nint socket, void* bytes, nuint length, int flags);
}
