namespace ZeroRpc.Diagnostics;

/// <summary>Reads exceptions of user code, whose <see cref="Exception.Message"/> and <see cref="object.ToString"/> can throw as well.</summary>
internal static class ErrorText
{
    /// <summary>Returns the message of an exception, or the reason why the message cannot be read.</summary>
    public static string MessageOf(Exception error)
    {
        try
        {
            return error.Message;
        }
        catch (Exception thrown)
        {
            return $"(the message of {error.GetType().Name} could not be read: {thrown.GetType().Name})";
        }
    }

    /// <summary>Returns the text of an exception with its stack trace, or its message if the text cannot be read.</summary>
    public static string TextOf(Exception error)
    {
        try
        {
            return error.ToString();
        }
        catch (Exception)
        {
            return $"{error.GetType().Name}: {MessageOf(error)}";
        }
    }
}
