using Microsoft.Win32.SafeHandles;

namespace ZeroRpc.Cli.Output;

/// <summary>Standard output for results: bytes as they are, UTF-8 for text.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>
    /// Opens it. Where it is a pipe whose reader has gone, a write fails; <see cref="Console"/> would swallow that and go on for ever.
    /// </summary>
    public static Stream Open()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        // A file keeps its own position, which standard error may share.
        return Console.OpenStandardOutput();
    }
}
