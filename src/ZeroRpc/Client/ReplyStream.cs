using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MessagePack;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;
using Channel = ZeroRpc.Channels.Channel;

namespace ZeroRpc.Client;

/// <summary>
/// The items of a stream that came and are not yet read. The channel's window bounds them; reading grants the remote more.
/// </summary>
/// <param name="channel">The call's channel.</param>
/// <param name="call">The call's settings.</param>
/// <param name="asynchronous">Whether the reader awaits; one that blocks is woken without the help of a pool thread.</param>
internal sealed class ReplyStream(Channel channel, CallSettings call, bool asynchronous)
{
    private readonly Channel<ReadOnlyMemory<byte>> _items =
        System.Threading.Channels.Channel.CreateUnbounded<ReadOnlyMemory<byte>>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = false, AllowSynchronousContinuations = !asynchronous });

    /// <summary>Who follows the reading; null for nobody.</summary>
    public ReplyWatch? Watch { get; private set; } = call.Watch;

    /// <summary>Somebody listens to the call, which ends with the stream.</summary>
    public void Observe(ObservedCall observed) => (Watch ??= new ReplyWatch()).Observed = observed;

    /// <summary>An event of the stream came. Called on the transport's thread.</summary>
    public void Add(in IncomingEvent received)
    {
        switch (received.Kind)
        {
            case EventKind.Stream:
                _items.Writer.TryWrite(received.KeptArgs);
                break;
            case EventKind.StreamDone:
                channel.Close(ChannelEnd.Done);
                _items.Writer.TryComplete();
                break;
            case EventKind.Error:
                channel.Close(ChannelEnd.Done);
                _items.Writer.TryComplete(ErrorReader.Read(received.Args, received.Header.Version, call));
                break;
            default:
                channel.Close(ChannelEnd.Abandoned);
                _items.Writer.TryComplete(CallErrors.Malformed(call, "OK came within a stream"));
                break;
        }
    }

    /// <summary>The stream ends with an error, after the items that came before it.</summary>
    public void Fail(Exception error) => _items.Writer.TryComplete(error);

    /// <summary>Nobody reads on: the remote learns of it when our heartbeats lapse.</summary>
    public void Abandon() => channel.Close(ChannelEnd.Abandoned);

    /// <summary>Reads the items; leaving early abandons the stream.</summary>
    public IAsyncEnumerable<T> ReadAsync<T>(ValueCodec codec, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<T> items = ReadItemsAsync<T>(codec, cancellationToken);
        return Watch is null ? items : Watch.FollowAsync(items);
    }

    /// <summary>Reads the items, blocking between them; leaving early abandons the stream.</summary>
    public IEnumerable<T> Read<T>(ValueCodec codec, CancellationToken cancellationToken)
    {
        IEnumerable<T> items = ReadItems<T>(codec, cancellationToken);
        return Watch is null ? items : Watch.Follow(items);
    }

    private async IAsyncEnumerable<T> ReadItemsAsync<T>(ValueCodec codec, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                channel.BeforeRead();
                ReadOnlyMemory<byte> item;
                while (!_items.Reader.TryRead(out item))
                {
                    if (!await _items.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        yield break;
                    }
                }

                channel.AfterRead();
                yield return Decode<T>(item, codec);
            }
        }
        finally
        {
            Abandon();
        }
    }

    private IEnumerable<T> ReadItems<T>(ValueCodec codec, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                channel.BeforeRead();
                ReadOnlyMemory<byte> item;
                while (!_items.Reader.TryRead(out item))
                {
                    if (!_items.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
                    {
                        yield break;
                    }
                }

                channel.AfterRead();
                yield return Decode<T>(item, codec);
            }
        }
        finally
        {
            Abandon();
        }
    }

    private T Decode<T>(ReadOnlyMemory<byte> item, ValueCodec codec)
    {
        var reader = new MessagePackReader(item);
        return Reply.ReadValue<T>(ref reader, codec, call);
    }
}
