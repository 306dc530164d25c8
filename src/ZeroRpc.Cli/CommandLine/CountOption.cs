using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>An option that counts something, from 1; null where it is not given.</summary>
internal sealed class CountOption : Option<int?>
{
    /// <summary>Makes such an option.</summary>
    /// <param name="name">Its name, dashes included.</param>
    /// <param name="description">What help says of it.</param>
    /// <param name="aliases">Its other names.</param>
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
