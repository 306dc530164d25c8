using System.Runtime.CompilerServices;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Counts how deep in arrays and maps a read or write is, so that neither a cyclic graph nor a hostile message can overflow the stack. The
/// reader carries its own count; the writer has none, so a thread does.
/// </summary>
internal static class Nesting
{
    [ThreadStatic]
    private static int t_writeDepth;

    /// <summary>How deep this thread's write is; a codec sets it back after a failure.</summary>
    public static int WriteDepth
    {
        get => t_writeDepth;
        set => t_writeDepth = value;
    }

    public static void EnterWrite(int maxDepth)
    {
        if (t_writeDepth >= maxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooDeep(maxDepth, "; is it a part of itself?");
        }

        t_writeDepth++;
    }

    public static void LeaveWrite() => t_writeDepth--;

    public static void EnterRead(ref MessagePackReader reader, int maxDepth)
    {
        if (reader.Depth >= maxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooDeep(maxDepth, "");
        }

        reader.Depth++;
    }

    public static void LeaveRead(ref MessagePackReader reader) => reader.Depth--;

    private static ValueConversionException TooDeep(int maxDepth, string hint) =>
        new(
            $"the value is nested deeper than {maxDepth} arrays and maps ({nameof(ValueOptions)}.{nameof(ValueOptions.MaxDepth)}){hint}",
            new InsufficientExecutionStackException());
}
