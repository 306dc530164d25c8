using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ZeroRpc.Cli.Failures;

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
        CustomParser = Parse;
    }

    /// <summary>Whether 0 also means <c>off</c>.</summary>
    public bool ZeroIsOff { get; init; }

    /// <summary>Whether the option was given.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(this) is not null;

    /// <summary>The given value, or that of the profile, or the default. Null for <c>off</c>.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="ofProfile">The profile's value as text; null where the profile has none.</param>
    /// <exception cref="CommandFailure">The profile's value is not a time.</exception>
    public TimeSpan? Read(ParseResult parsed, string? ofProfile = null)
    {
        TimeSpan given;
        if (IsGiven(parsed))
        {
            given = parsed.GetValue(this);
        }
        else if (ofProfile is null)
        {
            return _default;
        }
        else if (!TryParse(ofProfile, out given))
        {
            throw CommandFailure.Usage($"the profile has {Complaint(ofProfile)}");
        }

        return given == _off ? null : given;
    }

    /// <summary>The given text. Null if the option was not given.</summary>
    public string? ReadText(ParseResult parsed) => parsed.GetResult(this)?.Tokens[0].Value;

    private TimeSpan Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!TryParse(text, out TimeSpan time))
        {
            result.AddError(Complaint(text));
        }

        return time;
    }

    private bool TryParse(string text, out TimeSpan time)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
        if (text == "off" || (isNumber && seconds == 0 && ZeroIsOff))
        {
            time = _off;
            return true;
        }

        bool isTime = isNumber && seconds is >= 0.001 and <= 1e9;
        time = isTime ? TimeSpan.FromSeconds(seconds) : default;
        return isTime;
    }

    private string Complaint(string text) => $"'{text}' is no time for {Name}: write seconds, such as 30 or 0.5, or off.";
}
