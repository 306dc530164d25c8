namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>A transcript as it is recorded: each record is in the file as soon as it has crossed.</summary>
internal sealed class TranscriptFile : IDisposable
{
    private readonly StreamWriter _file;
    private bool _isEmpty = true;

    /// <summary>Makes the file, or empties it.</summary>
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
