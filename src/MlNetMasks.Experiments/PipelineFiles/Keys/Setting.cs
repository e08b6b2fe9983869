namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A checked value: int, double, bool, string, a list of settings, or settings.</summary>
internal sealed record Setting(SourcePlace Place, object Value);
