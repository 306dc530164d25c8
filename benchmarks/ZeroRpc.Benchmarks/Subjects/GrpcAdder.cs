using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>Two ints, or one and nothing.</summary>
internal sealed record GrpcInts(int First, int Second = 0);

/// <summary>The service as protoc's plugin would write it, but with eight bytes for two ints: no protobuf stands in gRPC's way.</summary>
internal static class GrpcAdder
{
    private static readonly Marshaller<GrpcInts> Ints = new(Write, Read);

    /// <summary>The one method.</summary>
    public static Method<GrpcInts, GrpcInts> Add { get; } = new(MethodType.Unary, "bench.Adder", "Add", Ints, Ints);

    /// <summary>Called by gRPC by way of <see cref="BindServiceMethodAttribute"/>.</summary>
    public static void Bind(ServiceBinderBase binder, AdderServiceBase? service) =>
        binder.AddMethod(Add, service is null ? null : new UnaryServerMethod<GrpcInts, GrpcInts>(service.Add));

    private static void Write(GrpcInts ints, SerializationContext context)
    {
        context.SetPayloadLength(8);
        IBufferWriter<byte> writer = context.GetBufferWriter();
        Span<byte> span = writer.GetSpan(8);
        BinaryPrimitives.WriteInt32LittleEndian(span, ints.First);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], ints.Second);
        writer.Advance(8);
        context.Complete();
    }

    private static GrpcInts Read(DeserializationContext context)
    {
        Span<byte> bytes = stackalloc byte[8];
        context.PayloadAsReadOnlySequence().CopyTo(bytes);
        return new GrpcInts(BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));
    }
}

/// <summary>What a service derives from.</summary>
[BindServiceMethod(typeof(GrpcAdder), nameof(GrpcAdder.Bind))]
internal abstract class AdderServiceBase
{
    /// <summary>Adds.</summary>
    public abstract Task<GrpcInts> Add(GrpcInts request, ServerCallContext context);
}

/// <summary>The service.</summary>
internal sealed class AdderService : AdderServiceBase
{
    /// <inheritdoc/>
    public override Task<GrpcInts> Add(GrpcInts request, ServerCallContext context) => Task.FromResult(new GrpcInts(request.First + request.Second));
}
