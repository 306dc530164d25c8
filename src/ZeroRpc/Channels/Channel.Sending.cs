using MessagePack;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <content>What goes out: an event leaves when the peer has room for it, heartbeats and credits at once.</content>
internal sealed partial class Channel
{
    /// <summary>Sends the event that opens the channel; it may be withdrawn while it waits for a connection.</summary>
    /// <param name="request">The event; its buffer is given back.</param>
    /// <param name="isUrgent">Whether nothing is likely to follow that could leave together with it.</param>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit.</exception>
    public void SendRequest(EventBuffer request, bool isUrgent = false)
    {
        CheckSize(request.Length);
        Hand(request, this, isUrgent || IsOnly);
    }

    /// <summary>Takes room for one more event if the peer has it now: <see cref="Send"/> must follow.</summary>
    public bool TryReserve()
    {
        if (!_multiplexer.Transport.HasRoom(Route))
        {
            return false;
        }

        lock (_gate)
        {
            return !IsEnded && _sendWindow.TryTake();
        }
    }

    /// <summary>
    /// Waits until the peer has room for one more event, or the channel ends, and takes that room: <see cref="Send"/> must follow.
    /// </summary>
    public ValueTask ReserveAsync(CancellationToken cancellationToken) =>
        TryReserve() || IsEnded ? default : ReserveSlowlyAsync(cancellationToken);

    /// <summary>Begins an event of this channel, with header entries if there are any; its args follow.</summary>
    public EventBuffer BeginEvent(ReadOnlySpan<byte> encodedName, IReadOnlyDictionary<string, object?>? entries = null)
    {
        EventBuffer buffer = EventWriter.BeginInChannel(
            _multiplexer.Ids, _id, encodedName, entries, _multiplexer.Options.Codec, _announces);
        buffer.MayPool = _multiplexer.Transport.GivesBack;
        return buffer;
    }

    /// <summary>Sends an event for which room is reserved. After the channel's end it is dropped.</summary>
    /// <param name="encoded">The event; its buffer is given back.</param>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit; the room is kept for another one.</exception>
    public void Send(EventBuffer encoded)
    {
        CheckSize(encoded.Length);
        if (!IsEnded)
        {
            _announces = false;
            _isShared = true;
            Hand(encoded, this, isUrgent: !_hasSent && IsOnly);
            _hasSent = true;
        }
    }

    /// <summary>Sends the last event, as <see cref="Send(EventBuffer)"/> does, and ends the channel.</summary>
    /// <param name="encoded">The event; its buffer is given back.</param>
    /// <param name="forReuse">Whether <see cref="TryRelease"/> follows.</param>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit; the room is kept for another one.</exception>
    public void SendLast(EventBuffer encoded, bool forReuse = false)
    {
        CheckSize(encoded.Length);
        if (!IsEnded)
        {
            // Nothing withdraws what ends a channel well, so the transport need not ask.
            Hand(encoded, origin: null, isUrgent: !_hasSent && IsOnly);
        }

        Close(ChannelEnd.Done, forReuse: forReuse);
    }

    /// <summary>
    /// Sends the error that tells the peer why its channel has ended. Only after <see cref="ChannelEnd.Violated"/>: such a channel is never
    /// opened again. Without room, nothing is sent.
    /// </summary>
    /// <param name="error">The event; its buffer is given back.</param>
    public void SendFault(EventBuffer error)
    {
        bool hasRoom;
        lock (_gate)
        {
            hasRoom = _end == (int)ChannelEnd.Violated && _sendWindow.TryTake();
        }

        if (hasRoom)
        {
            Hand(error, origin: null, isUrgent: true);
        }
        else
        {
            error.Return();
        }
    }

    /// <summary>Gives reserved room back for the event that takes the place of one that could not be encoded.</summary>
    public void PutBack()
    {
        lock (_gate)
        {
            _sendWindow.PutBack();
        }
    }

    private async ValueTask ReserveSlowlyAsync(CancellationToken cancellationToken)
    {
        while (WaiterForSlot() is { } granted)
        {
            long since = Clock.Now;
            _multiplexer.Transport.Flush(Route); // The peer grants more when it has read what was sent.
            await granted.WaitAsync(cancellationToken).ConfigureAwait(false);
            Metrics.OnCreditAwaited(Clock.Since(since));
        }

        Task room = _multiplexer.Transport.WaitForRoomAsync(Route, cancellationToken).AsTask();
        if (!room.IsCompleted)
        {
            room = await Task.WhenAny(room, WhenEnded()).ConfigureAwait(false);
        }

        try
        {
            await room.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            PutBack(); // The error that is the answer instead takes the room.
            throw;
        }
    }

    /// <summary>What completes when there may be a slot; null when one was taken, or the channel has ended.</summary>
    private Task? WaiterForSlot()
    {
        lock (_gate)
        {
            if (IsEnded || _sendWindow.TryTake())
            {
                return null;
            }

            _slotWaiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _slotWaiter.Task;
        }
    }

    private Task WhenEnded()
    {
        lock (_gate)
        {
            if (IsEnded)
            {
                return Task.CompletedTask;
            }

            _endWaiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _endWaiter.Task;
        }
    }

    private void SendControl(ReadOnlySpan<byte> encodedName, int argument)
    {
        EventBuffer buffer = BeginEvent(encodedName);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(1);
        writer.Write(argument);
        writer.Flush();
        _announces = false;
        _isShared = true;
        Hand(buffer, this, isUrgent: true);
    }

    private void Hand(EventBuffer encoded, IMessageOrigin? origin, bool isUrgent)
    {
        ReadOnlyMemory<byte> body = encoded.GetContent(out BodyMemory memory);
        _multiplexer.Transport.Send(new OutgoingMessage(Route, body, origin, isUrgent, memory));
        encoded.Return();
    }

    private void CheckSize(int length)
    {
        int limit = _multiplexer.Options.MaxMessageSize;
        if (length > limit)
        {
            throw new MessageTooLargeException(
                $"The event is {length:N0} bytes long, the limit is {limit:N0}: send less at a time, as a stream of parts for example, " +
                $"or raise {nameof(ZeroRpcChannelOptions.MaxMessageSize)} on both sides (Python takes no more than 100 MiB).");
        }
    }
}
