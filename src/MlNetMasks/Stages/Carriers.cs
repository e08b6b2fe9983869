using MlNetMasks.Schema;

namespace MlNetMasks;

/// <summary>The objects that stages hand downstream in annotations of their score columns.</summary>
internal static class Carriers
{
    /// <summary>The frozen network, on the score column of the pretraining stage.</summary>
    public static AnnotationCarrier<PretrainedNetwork> Network { get; } = new("Network");

    /// <summary>A learned mask, on the score column of its stage.</summary>
    public static AnnotationCarrier<MaskTransformer> Mask { get; } = new("Mask");
}
