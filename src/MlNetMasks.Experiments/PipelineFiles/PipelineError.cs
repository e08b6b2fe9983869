namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>One fault of a pipeline file or of an override.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Message">What is wrong, what is allowed and what to do, on one line.</param>
public sealed record PipelineError(SourcePlace Place, string Message)
{
    /// <summary>The fault as it is shown to the user.</summary>
    /// <returns>Place and message on one line.</returns>
    public override string ToString() => OnOneLine($"{Place}: {Message}");

    /// <summary>File contents quoted in a message must not break the line or steer the terminal.</summary>
    private static string OnOneLine(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? ' ' : source[i];
        }
    });
}
