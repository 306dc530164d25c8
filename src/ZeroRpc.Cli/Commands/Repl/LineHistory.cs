namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>The lines of this and earlier sessions. The last thousand are stored in a file in the user's data folder.</summary>
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

    /// <summary>
    /// Loads the history of the current user. It is empty if it cannot be read. It is not saved if there is no data folder.
    /// </summary>
    public static LineHistory Load()
    {
        string folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length == 0 ? new LineHistory(null, []) : Load(Path.Combine(folder, "zerorpc-cs", "history"));
    }

    /// <summary>Loads the history from a file.</summary>
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

    /// <summary>Adds a line unless it equals the last one.</summary>
    public void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }

        _place = _lines.Count;
    }

    /// <summary>Returns the line before the current one. Null at the first line.</summary>
    /// <param name="shown">The displayed line. It is stored if it is the unfinished line.</param>
    public string? Older(string shown)
    {
        _unfinished = _place == _lines.Count ? shown : _unfinished;
        return _place == 0 ? null : _lines[--_place];
    }

    /// <summary>Returns the line after the current one, and finally the unfinished line. Null after that.</summary>
    public string? Newer()
    {
        if (_place == _lines.Count)
        {
            return null;
        }

        return ++_place == _lines.Count ? _unfinished : _lines[_place];
    }

    /// <summary>Saves the history. Only the user can read the file, because arguments can be secret. Failure to save is ignored.</summary>
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
