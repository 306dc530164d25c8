using Microsoft.Win32.SafeHandles;

namespace ZeroRpc.Cli.Output;

/// <summary>Standard output for results. Bytes are written unchanged, and text as UTF-8.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>
    /// Opens standard output. If it is a pipe whose reader has gone, writes fail; <see cref="Console"/> would ignore that and let the
    /// command continue.
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
