using System.Runtime.CompilerServices;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Counts the nesting depth of a read or write, so that neither a cyclic object graph nor a hostile message can overflow the stack. The
/// count of a read is stored in the reader. A writer has no such field, so the count of a write is stored per thread.
/// </summary>
internal static class Nesting
{
    [ThreadStatic]
    private static int t_writeDepth;

    /// <summary>The depth of the current thread's write. The codec restores it after a failure.</summary>
    public static int WriteDepth
    {
        get => t_writeDepth;
        set => t_writeDepth = value;
    }

    public static void EnterWrite(int maxDepth)
    {
        if (t_writeDepth >= maxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooDeep(maxDepth, "; does it contain itself?");
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
