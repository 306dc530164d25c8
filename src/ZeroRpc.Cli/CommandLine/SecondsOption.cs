using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>An option that takes seconds: a number, with a fraction if wanted, or <c>off</c>, which is null.</summary>
internal sealed class SecondsOption : Option<TimeSpan?>
{
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

    /// <summary>What was given, or the default.</summary>
    public TimeSpan? Read(ParseResult parsed) => parsed.GetResult(this) is null ? _default : parsed.GetValue(this);

    private static TimeSpan? Parse(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        if (text == "off")
        {
            return null;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || seconds is not (>= 0.001 and <= 1e9))
        {
            result.AddError($"'{text}' is no time for {name}: write seconds, such as 30 or 0.5, or off.");
            return null;
        }

        return TimeSpan.FromSeconds(seconds);
    }
}
