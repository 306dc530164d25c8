using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>Compiles the code that writes and reads the members of one class, record or struct.</summary>
internal sealed class ObjectCompiler(ObjectShape shape, FormatterCache formatters)
{
    private static readonly MethodInfo s_writeKey =
        typeof(ObjectCompiler).GetMethod(nameof(WriteKey), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Compiles code that writes the encoded key and the value of each member that can be read from the object.</summary>
    public WriteMembers<T> Writer<T>()
    {
        ParameterExpression writer = Expression.Parameter(typeof(MessagePackWriter).MakeByRefType(), "writer");
        ParameterExpression value = Expression.Parameter(typeof(T), "value");
        var steps = new List<Expression> { Expression.Empty() };
        foreach (ObjectMember member in shape.Members.Where(member => member.CanGet))
        {
            var formatter = MemberFormatter.Make(member.Type, member.PathPart, formatters);
            steps.Add(Expression.Call(s_writeKey, writer, Expression.Constant(Encoding.UTF8.GetBytes(member.Key))));
            steps.Add(formatter.CallWrite(writer, Expression.MakeMemberAccess(value, member.Info)));
        }

        return Expression.Lambda<WriteMembers<T>>(Expression.Block(typeof(void), steps), writer, value).Compile();
    }

    /// <summary>
    /// Compiles the equivalent of:
    /// <code>
    /// for (i = 0; i &lt; count; i++) switch (keys.Read(ref reader, i)) { case 0: value0 = …; came0 = true; break; …; default: skip }
    /// if (!(came0 &amp;&amp; …)) throw the exception that names the missing keys
    /// result = new T(came0 ? value0 : default0, …); if (came1) result.Member1 = value1; …
    /// </code>
    /// </summary>
    public ReadMembers<T> Reader<T>()
    {
        if (shape.WhyNotReadable is { } reason)
        {
            throw new ValueConversionException($"{TypeNames.Format(typeof(T))} can be sent but not read: {reason}");
        }

        ParameterExpression reader = Expression.Parameter(typeof(MessagePackReader).MakeByRefType(), "reader");
        ParameterExpression result = Expression.Variable(typeof(T), "result");
        ParameterExpression[] values = [.. shape.Members.Select(member => Expression.Variable(member.ReadType, member.Info.Name))];
        ParameterExpression[] came = [.. shape.Members.Select(member => Expression.Variable(typeof(bool), $"came{member.Info.Name}"))];

        Expression loop = ReadLoop(reader, values, came);
        Expression check = CheckRequired(came);
        Expression make = Expression.Assign(result, Construct(typeof(T), values, came));
        IEnumerable<Expression> sets = shape.Members
            .Select((member, i) => (member, i))
            .Where(settable => shape.IsRead(settable.i) && !shape.ConstructorArguments.Contains(settable.i))
            .Select(settable => Expression.IfThen(came[settable.i], Set(settable.member, result, values[settable.i])));
        BlockExpression body = Expression.Block([result, .. values, .. came], [loop, check, make, .. sets, result]);
        return Expression.Lambda<ReadMembers<T>>(body, reader).Compile();
    }

    private static Expression Set(ObjectMember member, ParameterExpression result, ParameterExpression value)
    {
        MemberExpression access = Expression.MakeMemberAccess(result, member.Info);
        return member.FilledFrom is { } source
            ? Expression.Call(CollectionFiller.MethodFor(source), access, access, value, Expression.Constant(member))
            : Expression.Assign(access, value);
    }

    private BlockExpression ReadLoop(ParameterExpression reader, ParameterExpression[] values, ParameterExpression[] came)
    {
        ParameterExpression index = Expression.Variable(typeof(int), "i");
        ParameterExpression count = Expression.Variable(typeof(int), "count");
        LabelTarget done = Expression.Label();
        Expression key = Expression.Call(Expression.Constant(new KeyTable(shape.Members)), nameof(KeyTable.Read), null, reader, index);
        Expression skip = Expression.Call(typeof(KeyTable), nameof(KeyTable.Skip), null, reader);
        SwitchCase[] cases =
        [
            .. shape.Members.Select((member, i) =>
                Expression.SwitchCase(ReadMember(reader, member, values[i], came[i]), Expression.Constant(i)))
        ];
        return Expression.Block(
            [index, count],
            Expression.Assign(index, Expression.Constant(0)),
            Expression.Assign(count, Expression.Call(reader, nameof(MessagePackReader.ReadMapHeader), null)),
            Expression.Loop(
                Expression.Block(
                    Expression.IfThen(Expression.Equal(index, count), Expression.Break(done)),
                    cases.Length == 0 ? Expression.Block(key, skip) : Expression.Switch(typeof(void), key, skip, null, cases),
                    Expression.PreIncrementAssign(index)),
                done));
    }

    private BlockExpression ReadMember(
        ParameterExpression reader, ObjectMember member, ParameterExpression value, ParameterExpression came) =>
        Expression.Block(
            typeof(void),
            Expression.Assign(value, MemberFormatter.Make(member.ReadType, member.PathPart, formatters).CallRead(reader)),
            Expression.Assign(came, Expression.Constant(true)));

    private Expression CheckRequired(ParameterExpression[] came)
    {
        if (shape.Required is not { } required)
        {
            return Expression.Empty();
        }

        ParameterExpression[] needed = [.. required.Indexes.Select(i => came[i])];
        return Expression.IfThen(
            Expression.Not(needed.Aggregate<Expression>(Expression.AndAlso)),
            Expression.Throw(Expression.Call(
                Expression.Constant(required), nameof(RequiredMembers.Missing), null, Expression.NewArrayInit(typeof(bool), needed))));
    }

    /// <summary>Creates the constructor call from the values that were read.</summary>
    private Expression Construct(Type type, ParameterExpression[] values, ParameterExpression[] came)
    {
        if (shape.Constructor is not { } constructor)
        {
            return Expression.Default(type);
        }

        return Expression.New(constructor, constructor.GetParameters().Select((parameter, i) =>
        {
            int member = shape.ConstructorArguments[i];
            return member < 0 ? DefaultOf(parameter)
                : parameter.HasDefaultValue ? Expression.Condition(came[member], values[member], DefaultOf(parameter))
                : values[member];
        }));
    }

    private static Expression DefaultOf(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (parameter.DefaultValue is not { } value)
        {
            return Expression.Default(type);
        }

        // An enum's default value may be stored as a number.
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        object constant = plain.IsEnum ? Enum.ToObject(plain, value) : value;
        return Expression.Convert(Expression.Constant(constant), type);
    }

    private static void WriteKey(ref MessagePackWriter writer, byte[] key) => writer.WriteString(key);
}
