namespace MlNetMasks.Analysis;

/// <summary>Measure of the overlap of two masks.</summary>
public enum OverlapMeasure
{
    /// <summary>Intersection over union.</summary>
    IoU,

    /// <summary>Intersection over the smaller mask.</summary>
    IoMin,
}
