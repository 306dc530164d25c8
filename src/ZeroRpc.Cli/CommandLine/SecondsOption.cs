using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>An option that takes seconds: a number, with a fraction if wanted, or <c>off</c>.</summary>
internal sealed class SecondsOption : Option<TimeSpan>
{
    /// <summary>System.CommandLine cannot give back a null that its parser was given.</summary>
    private static readonly TimeSpan _off = Timeout.InfiniteTimeSpan;

    private readonly TimeSpan? _default;

    /// <summary>Makes such an option.</summary>
    /// <param name="name">Its name, dashes included.</param>
    /// <param name="defaultSeconds">What it is where it is not given; null for <c>off</c>.</param>
    /// <param name="description">What help says of it.</param>
    public SecondsOption(string name, double? defaultSeconds, string description)
        : base(name)
    {
        _default = defaultSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Description = description;
        HelpName = "seconds";
        CustomParser = result => Parse(result, name);
    }

    /// <summary>Whether 0 is <c>off</c> too: an interval of no time is none.</summary>
    public bool ZeroIsOff { get; init; }

    /// <summary>What was given, or the default; null for <c>off</c>.</summary>
    public TimeSpan? Read(ParseResult parsed)
    {
        if (parsed.GetResult(this) is null)
        {
            return _default;
        }

        TimeSpan given = parsed.GetValue(this);
        return given == _off ? null : given;
    }

    private TimeSpan Parse(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
        if (text == "off" || (isNumber && seconds == 0 && ZeroIsOff))
        {
            return _off;
        }

        if (isNumber && seconds is >= 0.001 and <= 1e9)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError($"'{text}' is no time for {name}: write seconds, such as 30 or 0.5, or off.");
        return default;
    }
}
