namespace ZeroRpc.Tests.Support;

/// <summary>How much of a thing a test does: little in every run, much with <c>ZERORPC_LONG=1</c>.</summary>
internal static class LongRun
{
    public static int Of(int usual, int @long) => Environment.GetEnvironmentVariable("ZERORPC_LONG") == "1" ? @long : usual;
}
