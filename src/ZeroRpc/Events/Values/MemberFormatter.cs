using System.Linq.Expressions;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>Writes what a value holds, from its parts.</summary>
internal delegate void WriteMembers<in T>(ref MessagePackWriter writer, T value);

/// <summary>Reads the parts of a value and makes it.</summary>
internal delegate T ReadMembers<out T>(ref MessagePackReader reader);

/// <summary>One part of a tuple or class in compiled code: its place for errors, and its formatter, found when first used.</summary>
internal abstract class MemberFormatter
{
    public static MemberFormatter Make(Type type, string place, FormatterCache formatters) =>
        (MemberFormatter)Activator.CreateInstance(typeof(MemberFormatter<>).MakeGenericType(type), place, formatters)!;

    /// <summary>The call that writes a part.</summary>
    public Expression CallWrite(ParameterExpression writer, Expression part) =>
        Expression.Call(Expression.Constant(this), nameof(MemberFormatter<>.Write), null, writer, part);

    /// <summary>The call that reads a part.</summary>
    public Expression CallRead(ParameterExpression reader) =>
        Expression.Call(Expression.Constant(this), nameof(MemberFormatter<>.Read), null, reader);
}

/// <inheritdoc/>
internal sealed class MemberFormatter<T>(string place, FormatterCache formatters) : MemberFormatter
{
    private IMessagePackFormatter<T>? _formatter;

    public void Write(ref MessagePackWriter writer, T value)
    {
        try
        {
            (_formatter ??= formatters.Get<T>()).Serialize(ref writer, value, formatters.Options);
        }
        catch (Exception failure) when (ErrorPath.Prepend(failure, place))
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
        catch (Exception failure) when (ErrorPath.Prepend(failure, place))
        {
            throw;
        }
    }
}
