using ZeroRpc.Curve.Handshake;

namespace ZeroRpc.Tests.Curve;

/// <summary>
/// A conversation of a DEALER and a ROUTER of libzmq 4.3.4, recorded between them, frame by frame. What they drew was fixed: each key and nonce is
/// one byte, again and again, which makes their short-term keys known. The long-term keys are those of libzmq's manual.
/// </summary>
internal static class RecordedHandshake
{
    public const string ServerPublicKey = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
    public const string ServerSecretKey = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6";
    public const string ClientPublicKey = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
    public const string ClientSecretKey = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs";

    /// <summary>The byte of the client's short-term secret key.</summary>
    public const byte ClientShortTermSecret = 3;

    /// <summary>The byte of the server's.</summary>
    public const byte ServerShortTermSecret = 2;

    /// <summary>The byte of the cookie's nonce.</summary>
    public const byte CookieNonce = 4;

    /// <summary>The byte of the key that boxed the cookie.</summary>
    public const byte CookieKey = 5;

    /// <summary>The byte of WELCOME's nonce.</summary>
    public const byte WelcomeNonce = 6;

    /// <summary>The byte of the vouch's nonce.</summary>
    public const byte VouchNonce = 7;

    /// <summary>Both greetings: libzmq's server does not say that it is the server.</summary>
    public static readonly byte[] Greeting = Hex("""
        ff00000000000000017f03014355525645000000000000000000000000000000000000000000000000000000000000000000000000000000
        0000000000000000
        """);

    /// <summary>The client sends HELLO.</summary>
    public static readonly byte[] Hello = Hex("""
        04c80548454c4c4f010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
        00000000000000000000000000000000000000000000000000005dfedd3b6bd47f6fa28ee15d969d5bb0ea53774d488bdaf9df1c6e0124b3
        ef22000000000000000159960b694c9a3b18a7c335cecdcbd71d7c679130c5417f15d31685131aa3ff81647793901cae4a21feb49240e362
        9adc47f9326100bdad0110657b63fbdfa2b9189dd5065b6104ed93393542d867d070
        """);

    /// <summary>The server sends WELCOME.</summary>
    public static readonly byte[] Welcome = Hex("""
        04a80757454c434f4d450606060606060606060606060606060658b7913e8432fe04f4810b7b07e15135d78889b2c013f17f2549855c9af6
        61cd8e9a5562a17bc85db668920dca8406b78a5fe0d587ee70c95d77cbbbb6f719e81c21fdb3e5dc1b0d68b59915fe4544966a8b723bd1a0
        9f1d1c5325c661b948b642c4e6bcc9376bb70d81093e1a71cb58d2273728c8512fbb525b75c50487c41c07e80a2b463987f0fabe76401b2a
        d4d9
        """);

    /// <summary>The client sends INITIATE, with its socket type and an empty identity.</summary>
    public static readonly byte[] Initiate = Hex("""
        06000000000000012408494e49544941544504040404040404040404040404040404bcc124b564440c05bfc3387faa0a7261cd043702a5e5
        869b195a1d5a7a3d44aed9786b024c5f41f3e5e38f5fe8c824e6a87dba24fa4942a02e5d13de5113819600627e5d0b7ada09ecc85e9990bc
        ae410000000000000002a4350c61d44bd83ce3a9acb2e4df6d60712594e2e47c4ecc1c2da9029466895b0e83e66e25eba29308b9f7eb07fd
        0bf3e3bd9e373e8e3a3a02615d4d3a9107db5877d575242c2648ae6abef5d951d3ad96d5bc15d9c3a1133e51c62f083a59a09108d7f33691
        732ad0fdd46e361f66717e512e644afb007f64d44bc7208f068d157ff5605dc7c1620e80590a0f064a1a1ae1f3d6ea96261ab6e05af73dc9
        b776ae9c16171ee7300294738b161dfa93bd98cdd9
        """);

    /// <summary>The server sends READY.</summary>
    public static readonly byte[] Ready = Hex("""
        04410552454144590000000000000001165a671421b930c7e6bb6eccf6ba9d7e9689293dc01393d507bca01a904b47c02ab217899644eb63
        e9f491165ca7592c495b64
        """);

    /// <summary>The delimiter of the request.</summary>
    public static readonly byte[] ClientDelimiter = Hex("""
        0021074d45535341474500000000000000039e63525a1a0d25de7ebf4335b1aa4c05b2
        """);

    /// <summary>The request, "request".</summary>
    public static readonly byte[] ClientRequest = Hex("""
        0028074d45535341474500000000000000044058cbba965d5a99e83ba97342f65293b0b90e255010d809
        """);

    /// <summary>PING, with a time to live of 0.</summary>
    public static readonly byte[] ClientPing = Hex("""
        0028074d4553534147450000000000000005af8076fabe974909229c55deb619cdcbb9e2b683c4dabcb5
        """);

    /// <summary>The delimiter of the reply.</summary>
    public static readonly byte[] ServerDelimiter = Hex("""
        0021074d4553534147450000000000000002b7f93f5a4d2c4647a0f03fd19e4d88dc74
        """);

    /// <summary>The reply, "reply".</summary>
    public static readonly byte[] ServerReply = Hex("""
        0026074d4553534147450000000000000003a74e2e1edcd9233a68766fd1445af4382302a8bd14a6
        """);

    /// <summary>PONG.</summary>
    public static readonly byte[] ServerPong = Hex("""
        0026074d4553534147450000000000000004ef47545cf046254851fa9900607a36803dd0c5a1228e
        """);

    /// <summary>The delimiter of the second request.</summary>
    public static readonly byte[] ClientDelimiter2 = Hex("""
        0021074d4553534147450000000000000006206c1fa2cde4d8984b1ffea7c1b68cb41b
        """);

    /// <summary>The second request: the bytes from 0 to 255, twice.</summary>
    public static readonly byte[] ClientLong = Hex("""
        020000000000000221074d455353414745000000000000000796e053c96177151487dff939da8d21d8fff58f4c4c8db2d07e083f53788806
        f601ea3581954bb852b941fae5e67d5c41977f1142cac695635e3d2f982c41061a4ec87ef3e87e5ba8dba75c1facb4b0909967c502c906ec
        cb63fcd501c2d4e64cbf77e0631e769145f09ce638dc6adee40be5aeaa635f5e73a495311f6bda4409a1e4e9740523acf352be2033c46218
        a4252f4bbd3882dfb1fc3e074c50bd7478e07262e33ff09eeab5be2468370cdeb8a8f24d70f0f089887fc385178faf5b9ae812b8b2631b05
        8a3863129e806e326db69c266ca98238d072e71ac6a14b7e23b46bc22553c686b15ef54b2d614bc4bc18f3ac15fc23e584a17988fef1c800
        6bdde7b8de6ecefd22141aade2a0d540b2f9523b6cf5a68fdfa12323a5ce85672b0fac51fbdd5acbf5e57df8e2c9b8db13451a0385e7ed21
        496e23c86a89b10df2534d9e967080ea6fd144af50dec49e1e207834be323d2a06f512f3a1d3e5fefb77ea44d051324243604a1c6068936d
        ed5bce4d2163374c66ccfffa4ac0e42ac83f80728fc92a7a36d931eb7b33fc873b7394fff492b6f90c6222e7386e3bec3789a63fa1314d09
        252df78e18cd40c14ff3ad92f7e6ec25d44edefe44c3d7ff6a0028f46c6176b047c00fb182d079976e9ca35ccd742025c5b10b267da77ce6
        01a6907031a57d4172caca9331072328a5f1df757e2e96776d0959e887f8c681ad45b262e8507c6399b2e1b539b1cf49367f
        """);

    private static byte[] Hex(string text) => Convert.FromHexString(text.ReplaceLineEndings(""));
}

/// <summary>Draws what was drawn when the handshake was recorded: bytes of one value each.</summary>
internal sealed class RecordedRandom(byte secret, params byte[] fills) : HandshakeRandom
{
    private readonly Queue<byte> _fills = new(fills);

    public override void NewKeyPair(Span<byte> publicKey, Span<byte> secretKey)
    {
        secretKey.Fill(secret);
        ZeroRpc.Curve.Native.Sodium.PublicKeyOf(secretKey, publicKey);
    }

    public override void Fill(Span<byte> bytes) => bytes.Fill(_fills.Dequeue());
}
