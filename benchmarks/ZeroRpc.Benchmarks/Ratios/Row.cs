using System.Globalization;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>One line of the table of targets.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Target">What it should be.</param>
/// <param name="Measured">What it is.</param>
/// <param name="Attained">How much of the target is reached: 1 or more when it is met.</param>
/// <param name="Raw">The absolute figures behind it.</param>
internal sealed record Row(string Name, string Target, string Measured, double Attained, string Raw)
{
    /// <summary>A target may be missed by so much, for machines are noisy.</summary>
    private const double Tolerance = 0.9;

    /// <summary>Whether the target is missed by more than 10 %.</summary>
    public bool FallsShort => Attained < Tolerance;

    /// <summary>The verdict in a word or two.</summary>
    public string Verdict => Attained >= 1 ? "ok" : FallsShort ? "SHORT" : "within 10 %";

    /// <summary>A figure that should be no more than a limit.</summary>
    public static Row AtMost(string name, double figure, double limit, string unit, string raw = "")
    {
        double attained = figure <= limit ? 1 : limit / figure;
        return new Row(name, $"≤ {Text(limit)} {unit}", $"{Text(figure)} {unit}", attained, raw);
    }

    /// <summary>A ratio that should be no less than a limit.</summary>
    public static Row AtLeast(string name, double ratio, double limit, string raw = "") =>
        new(name, $"≥ {Text(limit)} ×", $"{Text(ratio)} ×", ratio / limit, raw);

    /// <summary>A number with as many decimals as matter.</summary>
    public static string Text(double figure) =>
        figure.ToString(Math.Abs(figure) >= 100 ? "N0" : Math.Abs(figure) >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
