namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>A transcript that is being recorded. Each record is written to the file immediately.</summary>
internal sealed class TranscriptFile : IDisposable
{
    private readonly StreamWriter _file;
    private bool _isEmpty = true;

    /// <summary>Creates or truncates the file.</summary>
    public TranscriptFile(string path)
    {
        _file = new StreamWriter(path) { AutoFlush = true };
        _file.Write('[');
    }

    public void Write(Crossing crossing)
    {
        _file.Write((_isEmpty ? "\n" : ",\n") + Transcript.Format(crossing));
        _isEmpty = false;
    }

    public void Dispose()
    {
        _file.Write("\n]\n");
        _file.Dispose();
    }
}
