using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>
/// Parses arguments like Python's argparse, and rewrites them in a form that System.CommandLine cannot misread: first the options, each
/// with its value after <c>=</c>, then <c>--</c>, then the positional arguments.
/// </summary>
/// <param name="options">
/// The options. Python's own come first, so that an abbreviation that Python accepts has the same meaning here.
/// </param>
/// <param name="ownFrom">The index of the first option that Python does not have.</param>
/// <remarks>
/// argparse accepts unambiguous beginnings of option names (<c>--time</c>) and joined short options (<c>-jd</c>). It treats as positional
/// what looks like a negative number, contains a space, or follows <c>--</c>. Unlike argparse, this class also accepts options after
/// positional arguments.
/// </remarks>
internal sealed partial class PythonArguments(IReadOnlyList<Option> options, int ownFrom)
{
    private readonly List<string> _written = [];
    private readonly List<string> _positionals = [];
    private Queue<string> _left = [];

    /// <summary>Rewrites the arguments.</summary>
    /// <exception cref="CommandFailure">An option is unknown or ambiguous, or its value is missing.</exception>
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

    /// <summary>Reads a short option that is followed by more characters: its value, or further short options.</summary>
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
