namespace MlNetMasks.Data;

/// <summary>One source failed to give a file; another, or a later try, may do better.</summary>
/// <param name="message">What the source did, as the rest of a sentence that begins with its address.</param>
/// <param name="isLasting">Another try would end the same way.</param>
/// <param name="retryAfter">Wait that the source asks for; default none.</param>
internal sealed class SourceFault(string message, bool isLasting, TimeSpan retryAfter = default) : Exception(message)
{
    public bool IsLasting => isLasting;

    public TimeSpan RetryAfter => retryAfter;
}
