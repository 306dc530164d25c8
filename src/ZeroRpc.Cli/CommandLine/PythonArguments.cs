using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>
/// Reads arguments as Python's argparse does and writes them as System.CommandLine cannot misread them: options first, each with its value
/// behind <c>=</c>, then <c>--</c>, then all positional ones.
/// </summary>
/// <remarks>
/// argparse knows options by the beginning of their name (<c>--time</c>), joins short ones (<c>-jd</c>), takes what looks like a negative
/// number or has a space for positional, and what follows <c>--</c>. Unlike it, options may stand after positional arguments too.
/// </remarks>
/// <param name="options">The options, Python's own before those added: an abbreviation that Python knows means what it means there.</param>
/// <param name="ownFrom">Where those added begin.</param>
internal sealed partial class PythonArguments(IReadOnlyList<Option> options, int ownFrom)
{
    private readonly List<string> _written = [];
    private readonly List<string> _positionals = [];
    private Queue<string> _left = [];

    /// <summary>The arguments rewritten.</summary>
    /// <exception cref="CommandFailure">An option is unknown, ambiguous, or lacks its value.</exception>
    public IReadOnlyList<string> Rewrite(IEnumerable<string> args)
    {
        _left = new Queue<string>(args);
        while (_left.TryDequeue(out string? arg))
        {
            if (arg == "--")
            {
                _positionals.AddRange(_left);
                break;
            }

            if (IsPositional(arg))
            {
                _positionals.Add(arg);
            }
            else
            {
                ReadOption(arg);
            }
        }

        return [.. _written, "--", .. _positionals];
    }

    private static bool IsPositional(string arg) =>
        arg.Length < 2 || arg[0] != '-' || arg.Contains(' ') || NegativeNumber().IsMatch(arg);

    private void ReadOption(string arg)
    {
        int equals = arg.IndexOf('=', StringComparison.Ordinal);
        (string name, string? value) = equals < 0 ? (arg, null) : (arg[..equals], arg[(equals + 1)..]);
        if ((Exact(name) ?? Abbreviated(name)) is { } known)
        {
            Write(known, name, value);
        }
        else if (arg[1] != '-' && Exact(arg[..2]) is { } first)
        {
            ReadJoined(first, arg);
        }
        else
        {
            throw CommandFailure.Usage($"unknown option '{arg}'. See zerorpc-cs --help; to pass it as a parameter, write -- before it.");
        }
    }

    /// <summary>A short option with something behind it: its value, or further short options.</summary>
    private void ReadJoined(Option first, string arg)
    {
        if (TakesValue(first))
        {
            Write(first, arg[..2], arg[2..]);
            return;
        }

        Write(first, arg[..2], null);
        ReadOption("-" + arg[2..]);
    }

    private void Write(Option option, string given, string? value)
    {
        if (!TakesValue(option))
        {
            _written.Add(value is null ? option.Name : throw CommandFailure.Usage($"{given} takes no value, but '{value}' was given."));
            return;
        }

        if (value is null && (!_left.TryPeek(out string? next) || !IsPositional(next) || !_left.TryDequeue(out value)))
        {
            throw CommandFailure.Usage($"{given} needs a value: {given} {(option.HelpName ?? "value").ToUpperInvariant()}.");
        }

        _written.Add($"{option.Name}={value}");
    }

    private Option? Exact(string name) => options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private Option? Abbreviated(string name) => Abbreviated(name, options.Take(ownFrom)) ?? Abbreviated(name, options.Skip(ownFrom));

    private static Option? Abbreviated(string name, IEnumerable<Option> among)
    {
        Option[] found =
        [
            .. among.Where(option => option.Aliases.Prepend(option.Name).Any(known => known.StartsWith(name, StringComparison.Ordinal))),
        ];
        return found.Length < 2
            ? found.FirstOrDefault()
            : throw CommandFailure.Usage($"'{name}' may be {string.Join(" or ", found.Select(option => option.Name))}: write it out.");
    }

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option is not HelpOption and not VersionOption;

    [GeneratedRegex(@"^-(\d+|\d*\.\d+|\d+(\.\d*)?[eE][+-]?\d+)$")]
    private static partial Regex NegativeNumber();
}
