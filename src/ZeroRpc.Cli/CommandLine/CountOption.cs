using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>An option for a number of at least 1. Null if it is not given.</summary>
internal sealed class CountOption : Option<int?>
{
    /// <summary>Creates the option.</summary>
    /// <param name="name">The name, including the dashes.</param>
    /// <param name="description">The text in help.</param>
    /// <param name="aliases">Other names.</param>
    public CountOption(string name, string description, params string[] aliases)
        : base(name, aliases)
    {
        Description = description;
        HelpName = "count";
        CustomParser = result => Parse(result, name);
    }

    private static int? Parse(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) && count >= 1)
        {
            return count;
        }

        result.AddError($"'{text}' is no count for {name}: write a whole number from 1 to {int.MaxValue}.");
        return null;
    }
}
