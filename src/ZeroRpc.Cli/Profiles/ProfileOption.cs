using System.CommandLine;

namespace ZeroRpc.Cli.Profiles;

/// <summary><c>--profile name</c>: a stored service stands in for the address and the options that are not given.</summary>
internal sealed class ProfileOption : Option<string?>
{
    /// <summary>The option's name.</summary>
    public const string Spelling = "--profile";

    private static readonly Profile _none = new();

    /// <summary>Creates the option.</summary>
    public ProfileOption()
        : base(Spelling)
    {
        Description = "Take the address and the options that are not given from a profile; see zerorpc-cs profile --help.";
        HelpName = "name";
    }

    /// <summary>The profile, or an empty one where none is named.</summary>
    /// <exception cref="Failures.CommandFailure">There is no such profile.</exception>
    public Profile Read(ParseResult parsed) => parsed.GetValue(this) is { } name ? ProfileFile.OfUser.Find(name) : _none;
}
