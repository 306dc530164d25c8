using System.Runtime.CompilerServices;
using MessagePack;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;
using ZeroRpc.Threading;

namespace ZeroRpc.Client;

/// <summary>
/// The stream of a call. The window of the channel limits the number of received items that are not read yet. Reading grants the remote more
/// credit.
/// </summary>
/// <param name="channel">The channel of the call.</param>
/// <param name="call">The settings of the call.</param>
/// <param name="budget">Decides whether a reader that awaits continues inline. Null if it never does.</param>
/// <param name="blocks">Whether the reader blocks. It is then woken without a pool thread.</param>
internal sealed class ReplyStream(Channel channel, CallSettings call, InlineBudget? budget, bool blocks)
{
    private readonly ReplyItems _items = new(budget, blocks);

    /// <summary>Observes the reading. Null for no observer.</summary>
    public ReplyWatch? Watch { get; private set; } = call.Watch;

    /// <summary>Adds the observer of the call, which ends with the stream.</summary>
    public void Observe(ObservedCall observed) => (Watch ??= new ReplyWatch()).Observed = observed;

    /// <summary>Adds an event of the stream. Called on the transport's thread.</summary>
    public void Add(in IncomingEvent received)
    {
        switch (received.Kind)
        {
            case EventKind.Stream:
                _items.Add(received.KeptArgs);
                break;
            case EventKind.StreamDone:
                channel.Close(ChannelEnd.Done);
                _items.Complete();
                break;
            case EventKind.Error:
                channel.Close(ChannelEnd.Done);
                _items.Complete(ErrorReader.Read(received.Args, received.Header.Version, call));
                break;
            default:
                channel.Close(ChannelEnd.Abandoned);
                _items.Complete(CallErrors.Malformed(call, "OK came within a stream"));
                break;
        }
    }

    /// <summary>Ends the stream with an error, after the items that came before it.</summary>
    public void Fail(Exception error) => _items.Complete(error);

    /// <summary>Ends the stream early. A .NET server is told at once. Another server notices that the heartbeats stop.</summary>
    public void Abandon() => channel.Close(ChannelEnd.Abandoned);

    /// <summary>Reads the items. Leaving early, or a cancellation at any time, abandons the stream.</summary>
    public IAsyncEnumerable<T> ReadAsync<T>(ValueCodec codec, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<T> items = ReadItemsAsync<T>(codec, cancellationToken);
        return Watch is null ? items : Watch.FollowAsync(items);
    }

    /// <summary>Reads the items and blocks between them. Leaving early, or a cancellation at any time, abandons the stream.</summary>
    public IEnumerable<T> Read<T>(ValueCodec codec, CancellationToken cancellationToken)
    {
        IEnumerable<T> items = ReadItems<T>(codec, cancellationToken);
        return Watch is null ? items : Watch.Follow(items);
    }

    private async IAsyncEnumerable<T> ReadItemsAsync<T>(ValueCodec codec, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancellation = CancelWith(cancellationToken);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                channel.BeforeRead();
                ReadOnlyMemory<byte> item;
                while (!_items.TryRead(out item))
                {
                    if (!await _items.WaitToReadAsync().ConfigureAwait(false))
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
        using CancellationTokenRegistration cancellation = CancelWith(cancellationToken);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                channel.BeforeRead();
                ReadOnlyMemory<byte> item;
                while (!_items.TryRead(out item))
                {
                    if (!_items.WaitToRead())
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

    /// <summary>
    /// Abandons the stream when the token is cancelled, even while the reader does not ask for an item, so that the handler ends soon.
    /// </summary>
    private CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) => cancellationToken.UnsafeRegister(
        static (state, token) =>
        {
            var stream = (ReplyStream)state!;
            stream.Abandon();
            stream.Fail(new OperationCanceledException(token));
        },
        this);

    private T Decode<T>(ReadOnlyMemory<byte> item, ValueCodec codec)
    {
        var reader = new MessagePackReader(item);
        return Reply.ReadValue<T>(ref reader, codec, call);
    }
}
