namespace ZeroRpc.Cli.Output;

/// <summary>The output format of results.</summary>
internal enum OutputFormat
{
    /// <summary>Like Python's <c>pprint</c>, with a line break after each value.</summary>
    Python,

    /// <summary>Like Python's <c>-pj</c>: JSON without a line break at the end; a stream is one array.</summary>
    PythonJson,

    /// <summary>One line of JSON for each value or item.</summary>
    JsonLines,
}
