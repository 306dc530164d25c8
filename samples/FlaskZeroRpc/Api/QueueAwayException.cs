/// <summary>The queue cannot be reached; the message says why.</summary>
public sealed class QueueAwayException(string message, Exception innerException) : Exception(message, innerException);
