namespace ZeroRpc.SampleTests.Support;

/// <summary>What a program is written in.</summary>
public enum Language
{
    CSharp,
    Python,
}
