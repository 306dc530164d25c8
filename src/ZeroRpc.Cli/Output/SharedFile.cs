namespace ZeroRpc.Cli.Output;

/// <summary>The files of the folder <c>share</c>: the manual page and the completion scripts. The tool contains their text.</summary>
internal static class SharedFile
{
    /// <summary>The text of a file.</summary>
    /// <param name="name">The file's name without its folder.</param>
    public static string Read(string name)
    {
        using Stream stream = typeof(SharedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The tool was built without '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
