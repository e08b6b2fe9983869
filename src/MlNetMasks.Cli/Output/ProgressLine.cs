namespace MlNetMasks.Cli.Output;

/// <summary>Where a work stands, ready to be shown.</summary>
/// <param name="Label">What the work is about; plain lines begin with it.</param>
/// <param name="Phase">Names the bar; another one finishes the bar before.</param>
/// <param name="Text">Where it stands.</param>
/// <param name="Value">How much of <paramref name="Maximum"/> is done.</param>
/// <param name="Maximum">The whole; 0 where it is not known.</param>
/// <param name="IsDue">Whether a reader of plain lines should see it at once.</param>
internal readonly record struct ProgressLine(string Label, string Phase, string Text, double Value, double Maximum, bool IsDue);
