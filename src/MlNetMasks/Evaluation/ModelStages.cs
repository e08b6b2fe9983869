using Microsoft.ML;
using MlNetMasks.Masks;

namespace MlNetMasks;

/// <summary>The stages of a model that masks are about, found in chains of any nesting.</summary>
internal sealed class ModelStages
{
    private readonly IReadOnlyList<ITransformer> _upToMasks;

    private ModelStages(IReadOnlyList<ITransformer> upToMasks, PretrainedTransformer pretrained, IReadOnlyList<MaskTransformer> masks)
    {
        _upToMasks = upToMasks;
        Pretrained = pretrained;
        Masks = masks;
    }

    /// <summary>The network.</summary>
    public PretrainedTransformer Pretrained { get; }

    /// <summary>The masks on it, in order.</summary>
    public IReadOnlyList<MaskTransformer> Masks { get; }

    /// <summary>The masks as a set.</summary>
    public MaskSet ToMaskSet() => new(Pretrained.Network.Weights.MaskLayout, Masks.Select(mask => new MaskEntry(mask.Mask, mask.Options.Role)));

    /// <summary>Finds the stages.</summary>
    /// <param name="model">A stage, or a chain of stages.</param>
    /// <exception cref="ArgumentException">The model has no pretraining stage, or more than one.</exception>
    public static ModelStages Find(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var stages = Flatten(model).ToList();
        var networks = stages.OfType<PretrainedTransformer>().ToList();
        return networks.Count == 1
            ? new ModelStages([.. stages.Take(1 + stages.FindLastIndex(stage => stage is PretrainedTransformer or MaskTransformer))], networks[0], [.. stages.OfType<MaskTransformer>()])
            : throw new ArgumentException(
                $"The model has {networks.Count} pretraining stages, expected exactly one. Pass a model fitted from mlContext.Masks.Pretrain and Learn stages.", nameof(model));
    }

    /// <summary>The data as the last mask stage sees it; score columns are there too, but nothing scores unless they are read.</summary>
    public IDataView Prepare(IDataView data) => _upToMasks.Aggregate(data, (view, stage) => stage.Transform(view));

    private static IEnumerable<ITransformer> Flatten(ITransformer model)
        => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];
}
