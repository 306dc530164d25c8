namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>The lines typed before, also in earlier sessions: a file in the user's data folder keeps the last thousand.</summary>
internal sealed class LineHistory
{
    private const int MostLines = 1000;

    private readonly List<string> _lines;
    private readonly string? _path;
    private int _place;
    private string _unfinished = "";

    private LineHistory(string? path, IEnumerable<string> lines)
    {
        (_path, _lines) = (path, [.. lines.TakeLast(MostLines)]);
        _place = _lines.Count;
    }

    /// <summary>The history of this user. Where it cannot be read it begins empty; where there is no data folder it is not kept.</summary>
    public static LineHistory Load()
    {
        string folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length == 0 ? new LineHistory(null, []) : Load(Path.Combine(folder, "zerorpc-cs", "history"));
    }

    /// <summary>The history in a file.</summary>
    public static LineHistory Load(string path)
    {
        try
        {
            return new LineHistory(path, File.Exists(path) ? File.ReadLines(path) : []);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LineHistory(null, []);
        }
    }

    /// <summary>Remembers a line, unless it is the last one again.</summary>
    public void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }

        _place = _lines.Count;
    }

    /// <summary>The line before the one shown; null at the first.</summary>
    /// <param name="shown">What is shown; kept where it is the unfinished line.</param>
    public string? Older(string shown)
    {
        _unfinished = _place == _lines.Count ? shown : _unfinished;
        return _place == 0 ? null : _lines[--_place];
    }

    /// <summary>The line after the one shown, at last the unfinished one; null at that.</summary>
    public string? Newer()
    {
        if (_place == _lines.Count)
        {
            return null;
        }

        return ++_place == _lines.Count ? _unfinished : _lines[_place];
    }

    /// <summary>
    /// Writes the file; arguments may be secret, so only the user may read it. A history that cannot be kept is no failure.
    /// </summary>
    public void Save()
    {
        if (_path is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new StreamWriter(_path, options);
            foreach (string line in _lines.TakeLast(MostLines))
            {
                file.WriteLine(line);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }
}
