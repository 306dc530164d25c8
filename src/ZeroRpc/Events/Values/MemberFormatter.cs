using System.Linq.Expressions;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>Writes the members of a value.</summary>
internal delegate void WriteMembers<in T>(ref MessagePackWriter writer, T value);

/// <summary>Reads the members of a value and creates the value.</summary>
internal delegate T ReadMembers<out T>(ref MessagePackReader reader);

/// <summary>
/// One member of a tuple or class, for use in compiled expressions. Holds the member's formatter, which is looked up on first use, and its
/// name in error paths.
/// </summary>
internal abstract class MemberFormatter
{
    public static MemberFormatter Make(Type type, string pathPart, FormatterCache formatters) =>
        (MemberFormatter)Activator.CreateInstance(typeof(MemberFormatter<>).MakeGenericType(type), pathPart, formatters)!;

    /// <summary>Creates the expression that writes the member.</summary>
    public Expression CallWrite(ParameterExpression writer, Expression part) =>
        Expression.Call(Expression.Constant(this), nameof(MemberFormatter<>.Write), null, writer, part);

    /// <summary>Creates the expression that reads the member.</summary>
    public Expression CallRead(ParameterExpression reader) =>
        Expression.Call(Expression.Constant(this), nameof(MemberFormatter<>.Read), null, reader);
}

/// <inheritdoc/>
internal sealed class MemberFormatter<T>(string pathPart, FormatterCache formatters) : MemberFormatter
{
    private IMessagePackFormatter<T>? _formatter;

    public void Write(ref MessagePackWriter writer, T value)
    {
        try
        {
            (_formatter ??= formatters.Get<T>()).Serialize(ref writer, value, formatters.Options);
        }
        catch (Exception failure) when (ErrorPath.Prepend(failure, pathPart))
        {
            throw;
        }
    }

    public T Read(ref MessagePackReader reader)
    {
        try
        {
            return (_formatter ??= formatters.Get<T>()).Deserialize(ref reader, formatters.Options);
        }
        catch (Exception failure) when (ErrorPath.Prepend(failure, pathPart))
        {
            throw;
        }
    }
}
