namespace ZeroRpc.Cli.Output;

/// <summary>How results are printed.</summary>
internal enum OutputFormat
{
    /// <summary>As Python's <c>pprint</c> shows them, a line's end after each.</summary>
    Python,

    /// <summary>As Python's <c>-pj</c> writes them: JSON without a line's end, a stream as one array.</summary>
    PythonJson,

    /// <summary>A line of JSON for each value and for each item.</summary>
    JsonLines,
}
