using MessagePack;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <content>Sending: an event waits for credit of the peer. Heartbeats and credits are sent immediately.</content>
internal sealed partial class Channel
{
    /// <summary>Sends the event that opens the channel. It can be withdrawn while it waits for a connection.</summary>
    /// <param name="request">The event. Its buffer is returned to the pool.</param>
    /// <param name="isUrgent">Whether another message is unlikely to follow that could be sent together with this one.</param>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit.</exception>
    public void SendRequest(EventBuffer request, bool isUrgent = false)
    {
        CheckSize(request.Length);
        Hand(request, this, isUrgent || IsOnly);
    }

    /// <summary>Reserves room for one event if there is credit now. <see cref="Send"/> must follow.</summary>
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
    /// Waits until there is credit for one event, or the channel ends, and reserves the room. <see cref="Send"/> must follow.
    /// </summary>
    public ValueTask ReserveAsync(CancellationToken cancellationToken) =>
        TryReserve() || IsEnded ? default : ReserveSlowlyAsync(cancellationToken);

    /// <summary>Begins an event of this channel, with optional header entries. The caller appends the arguments.</summary>
    public EventBuffer BeginEvent(ReadOnlySpan<byte> encodedName, IReadOnlyDictionary<string, object?>? entries = null)
    {
        EventBuffer buffer = EventWriter.BeginInChannel(
            _multiplexer.Ids, _id, encodedName, entries, _multiplexer.Options.Codec, _announces);
        buffer.MayPool = _multiplexer.Transport.GivesBack;
        return buffer;
    }

    /// <summary>Sends an event for which room was reserved. Drops the event if the channel has ended.</summary>
    /// <param name="encoded">The event. Its buffer is returned to the pool.</param>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit. The room stays reserved for another event.</exception>
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
    /// <param name="encoded">The event. Its buffer is returned to the pool.</param>
    /// <param name="forReuse">Whether <see cref="TryRelease"/> follows.</param>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit. The room stays reserved for another event.</exception>
    public void SendLast(EventBuffer encoded, bool forReuse = false)
    {
        CheckSize(encoded.Length);
        if (!IsEnded)
        {
            // The last event is never withdrawn, so the transport needs no origin to ask.
            Hand(encoded, origin: null, isUrgent: !_hasSent && IsOnly);
        }

        Close(ChannelEnd.Done, forReuse: forReuse);
    }

    /// <summary>
    /// Sends an error with the reason why the channel has ended. Only after <see cref="ChannelEnd.Violated"/>: such a channel is never
    /// opened again. Without credit, nothing is sent.
    /// </summary>
    /// <param name="error">The event. Its buffer is returned to the pool.</param>
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

    /// <summary>Returns reserved room after an event could not be encoded. The error event uses that room.</summary>
    public void PutBack()
    {
        lock (_gate)
        {
            _sendWindow.PutBack();
        }
    }

    private async ValueTask ReserveSlowlyAsync(CancellationToken cancellationToken)
    {
        while (WaitForSlot() is { } granted)
        {
            long since = Clock.Now;
            _multiplexer.Transport.Flush(Route); // The peer grants credit only after it has received the queued events.
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
            PutBack(); // The error event uses the room.
            throw;
        }
    }

    /// <summary>Returns a task that completes when a slot may be free. Returns null if a slot was taken or the channel has ended.</summary>
    private Task? WaitForSlot()
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
