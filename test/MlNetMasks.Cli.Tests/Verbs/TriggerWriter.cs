namespace MlNetMasks.Cli.Tests.Verbs;

/// <summary>Does something as soon as a text was written.</summary>
internal sealed class TriggerWriter(string text, Action action) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(text, StringComparison.Ordinal) == true)
        {
            action();
        }
    }
}
