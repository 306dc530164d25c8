using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>An option for a duration in seconds: a number, which can have a fraction, or <c>off</c>.</summary>
internal sealed class SecondsOption : Option<TimeSpan>
{
    /// <summary>
    /// Represents <c>off</c> while parsing, because System.CommandLine cannot return a null that the parser function returned.
    /// </summary>
    private static readonly TimeSpan _off = Timeout.InfiniteTimeSpan;

    private readonly TimeSpan? _default;

    /// <summary>Creates the option.</summary>
    /// <param name="name">The name, including the dashes.</param>
    /// <param name="defaultSeconds">The default value. Null for <c>off</c>.</param>
    /// <param name="description">The text in help.</param>
    public SecondsOption(string name, double? defaultSeconds, string description)
        : base(name)
    {
        _default = defaultSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Description = description;
        HelpName = "seconds";
        CustomParser = result => Parse(result, name);
    }

    /// <summary>Whether 0 also means <c>off</c>.</summary>
    public bool ZeroIsOff { get; init; }

    /// <summary>Returns the given value or the default. Null for <c>off</c>.</summary>
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
