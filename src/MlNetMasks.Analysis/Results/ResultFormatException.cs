namespace MlNetMasks.Analysis;

/// <summary>A stored result cannot be read; the message names the file, the place in it, what was expected and the remedy.</summary>
public sealed class ResultFormatException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public ResultFormatException()
    {
    }

    /// <summary>Makes an exception with a one-line message.</summary>
    /// <param name="message">File, place, expectation and remedy.</param>
    public ResultFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a one-line message and its cause.</summary>
    /// <param name="message">File, place, expectation and remedy.</param>
    /// <param name="innerException">What was caught.</param>
    public ResultFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
