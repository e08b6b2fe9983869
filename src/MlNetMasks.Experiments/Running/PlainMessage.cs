namespace MlNetMasks.Experiments.Running;

/// <summary>What an exception says to people.</summary>
internal static class PlainMessage
{
    /// <summary>The message without the name of a method's parameter, which .NET appends to it.</summary>
    public static string Of(Exception exception)
    {
        var message = exception.Message;
        var end = exception is ArgumentException { ParamName: { Length: > 0 } name } ? message.LastIndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end > 0 ? message[..end] : message;
    }
}
