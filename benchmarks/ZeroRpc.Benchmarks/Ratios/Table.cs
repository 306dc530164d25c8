using System.Diagnostics;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>The table of targets: rows are printed as they come, so that a long run shows where it is.</summary>
internal sealed class Table(string part)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly List<Row> _rows = [];

    /// <summary>Prints a heading, runs what measures some rows, and prints them; nothing when another part is wanted.</summary>
    public async Task AddAsync(string heading, Func<Task<Row[]>> measure)
    {
        if (!heading.Contains(part, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        Console.WriteLine();
        Console.WriteLine(heading);
        foreach (Row row in await measure())
        {
            _rows.Add(row);
            Console.WriteLine($"  {row.Name,-44} {row.Measured,14}   {row.Target,-12} {row.Verdict,-12} {row.Raw}");
        }
    }

    /// <summary>Prints what falls short and gives the exit code: 1 when something does, else 0.</summary>
    public int Finish()
    {
        int tooShort = _rows.Count(row => row.FallsShort);
        Console.WriteLine();
        Console.WriteLine($"{_rows.Count} rows in {_time.Elapsed.TotalSeconds:F0} s, {tooShort} short by more than 10 %.");
        return tooShort > 0 ? 1 : 0;
    }
}
