using MlNetMasks.Schema;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>The objects that stages hand downstream in annotations of their score columns.</summary>
internal static class Carriers
{
    /// <summary>The frozen network, on the score column of the pretraining stage.</summary>
    public static AnnotationCarrier<PretrainedNetwork> Network { get; } = new("Network");

    /// <summary>The sizes of the answer, on the answer column of the pretraining stage; tells mask stages its name and form before any training.</summary>
    public static AnnotationCarrier<AnswerShape> Answer { get; } = new("Answer");

    /// <summary>A learned mask, on the score column of its stage.</summary>
    public static AnnotationCarrier<MaskTransformer> Mask { get; } = new("Mask");
}
