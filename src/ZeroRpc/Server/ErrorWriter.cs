using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Server;

/// <summary>
/// Writes the args of <c>ERR</c> (docs/protocol.md, section 6): exactly name, message and traceback, for Node ignores any other number; to a v1
/// peer one string.
/// </summary>
internal sealed class ErrorWriter(bool sendTracebacks)
{
    /// <summary>Writes an error's args. A <see cref="RemoteException"/> keeps the name, message and traceback that it was given.</summary>
    public void Write(EventBuffer buffer, int version, Exception error)
    {
        (string name, string? message, string? traceback) = error switch
        {
            RemoteException remote => (remote.Name, remote.RemoteMessage, remote.Traceback ?? remote.ToString()),
            _ => (error.GetType().Name, error.Message, error.ToString()),
        };
        var writer = new MessagePackWriter(buffer);
        if (version < 2)
        {
            writer.WriteArrayHeader(1);
            writer.Write($"{name}('{message}')");
        }
        else
        {
            writer.WriteArrayHeader(3);
            writer.Write(name);
            writer.Write(message);
            writer.Write(sendTracebacks ? traceback : null);
        }

        writer.Flush();
    }
}
