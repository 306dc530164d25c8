using System.Buffers;
using System.Text;
using System.Text.Json;
using MessagePack;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Tests.Server.Binding;

/// <summary>A bound service in a test: calls go in as msgpack bytes, as from the wire.</summary>
internal sealed class Bound(MethodTable table)
{
    public MethodTable Table { get; } = table;

    public static MethodTableBuilder Builder(JsonNamingPolicy? naming = null) => new(naming, new ValueCodec(new ValueOptions()));

    public static Bound Service(object service, string prefix = "", JsonNamingPolicy? naming = null)
    {
        MethodTableBuilder builder = Builder(naming);
        builder.AddService(service, prefix);
        return new Bound(builder.Build(null));
    }

    public static Bound Service(object service, ValueOptions values)
    {
        MethodTableBuilder builder = new(naming: null, new ValueCodec(values));
        builder.AddService(service, "");
        return new Bound(builder.Build(null));
    }

    public static Bound Static(Type type)
    {
        MethodTableBuilder builder = Builder();
        builder.AddStatic(type, "");
        return new Bound(builder.Build(null));
    }

    public static Bound Method(Delegate handler, string? doc = null)
    {
        MethodTableBuilder builder = Builder();
        builder.AddMethod("f", handler, doc);
        return new Bound(builder.Build(null));
    }

    public static CallContext Context() => ContextWith(CancellationToken.None);

    public static CallContext ContextWith(CancellationToken cancellationToken) =>
        new("method", new Dictionary<string, object?>(), "peer", cancellationToken);

    /// <summary>The bytes of one msgpack array of the given values.</summary>
    public static byte[] Args(params object?[] values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(values.Length);
        foreach (object? value in values)
        {
            Write(ref writer, value);
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public bool Has(string name) => Table.TryFind(Encoding.UTF8.GetBytes(name), out _);

    public async Task<RecordingReply> ReplyTo(string name, params object?[] values) => await ReplyToBytes(name, Args(values));

    public async Task<RecordingReply> ReplyToBytes(string name, byte[] args, CallContext? context = null)
    {
        Assert.True(Table.TryFind(Encoding.UTF8.GetBytes(name), out ServiceMethod? method), $"no method {name}");
        var reply = new RecordingReply { Context = context ?? Context() };
        await method.InvokeAsync(args, reply);
        return reply;
    }

    public async Task<object?> Call(string name, params object?[] values) => (await ReplyTo(name, values)).Value;

    public async Task<string> Fault(string name, params object?[] values)
    {
        RemoteException fault = await Assert.ThrowsAsync<RemoteException>(() => ReplyTo(name, values));
        return $"{fault.Name}: {fault.RemoteMessage}";
    }

    private static void Write(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNil(); break;
            case bool flag: writer.Write(flag); break;
            case int number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case ulong number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case string text: writer.Write(text); break;
            case byte[] bytes: writer.Write(bytes); break;
            case DateTime time: writer.Write(time); break;
            case object?[] items:
                writer.WriteArrayHeader(items.Length);
                foreach (object? item in items)
                {
                    Write(ref writer, item);
                }

                break;
            case Dictionary<string, object?> map:
                writer.WriteMapHeader(map.Count);
                foreach ((string key, object? item) in map)
                {
                    writer.Write(key);
                    Write(ref writer, item);
                }

                break;
            default: throw new NotSupportedException(value.GetType().ToString());
        }
    }
}
