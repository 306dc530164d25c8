using System.Buffers;
using System.Text;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Output;

/// <summary>Writes the result of a call, or the items of a stream as they arrive.</summary>
/// <param name="output">The output.</param>
/// <param name="format">The output format.</param>
/// <param name="rawBytes">Whether bytes are written unformatted, as into a file.</param>
internal sealed class ReplyWriter(Stream output, OutputFormat format, bool rawBytes)
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly ArrayBufferWriter<byte> _pending = new();

    /// <summary>Writes a single result.</summary>
    public async Task WriteValueAsync(object? value)
    {
        Add(value);
        await FlushAsync();
    }

    /// <summary>Writes each item as it arrives. A JSON array is also closed if the stream fails.</summary>
    public async Task WriteItemsAsync(IAsyncEnumerable<object?> items)
    {
        bool isArray = format == OutputFormat.PythonJson;
        AddText(isArray ? "[" : "");
        try
        {
            await WriteEachAsync(items, isArray ? "," : "");
        }
        finally
        {
            AddText(isArray ? "]" : "");
            await FlushAsync();
        }
    }

    private async Task WriteEachAsync(IAsyncEnumerable<object?> items, string separator)
    {
        await using IAsyncEnumerator<object?> reader = items.GetAsyncEnumerator();
        string before = "";
        while (true)
        {
            ValueTask<bool> next = reader.MoveNextAsync();
            if (!next.IsCompleted)
            {
                await FlushAsync();
            }

            if (!await next)
            {
                return;
            }

            AddText(before);
            Add(reader.Current);
            before = separator;
        }
    }

    private void Add(object? value)
    {
        if (rawBytes && value is byte[] bytes)
        {
            _pending.Write(bytes);
            return;
        }

        AddText(format switch
        {
            OutputFormat.Python => PrettyPrinter.Print(value) + "\n",
            OutputFormat.PythonJson => JsonText.Of(value),
            _ => JsonText.Of(value) + "\n",
        });
    }

    private void AddText(string text) => _utf8.GetBytes(text, _pending);

    private async Task FlushAsync()
    {
        await output.WriteAsync(_pending.WrittenMemory);
        await output.FlushAsync();
        _pending.ResetWrittenCount();
    }
}
