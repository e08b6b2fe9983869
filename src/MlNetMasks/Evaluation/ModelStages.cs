using Microsoft.ML;
using MlNetMasks.Masks;

namespace MlNetMasks;

/// <summary>The stages of a model that masks are about, found in chains of any nesting.</summary>
internal sealed class ModelStages
{
    private readonly IReadOnlyList<ITransformer> _upToMasks;

    private ModelStages(IReadOnlyList<ITransformer> upToMasks, PretrainedTransformer pretrained, PretrainedNetwork network, IReadOnlyList<MaskTransformer> masks)
    {
        _upToMasks = upToMasks;
        Pretrained = pretrained;
        Network = network;
        Masks = masks;
    }

    /// <summary>The stage that trained the network.</summary>
    public PretrainedTransformer Pretrained { get; }

    /// <summary>The network that the masks belong to: the pretrained one, or what copying stages behind it made of it.</summary>
    public PretrainedNetwork Network { get; }

    /// <summary>The masks on it, in order.</summary>
    public IReadOnlyList<MaskTransformer> Masks { get; }

    /// <summary>The masks as a set.</summary>
    public MaskSet ToMaskSet() => new(Network.Weights.MaskLayout, Masks.Select(mask => mask.Entry));

    /// <summary>The masks whose weights were learned together with them, in order.</summary>
    public IReadOnlyList<MaskTransformer> Joint => [.. Masks.Where(mask => mask.OwnWeights is not null)];

    /// <summary>The mask of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public MaskTransformer MaskOf(string mask) => Masks.FirstOrDefault(stage => stage.Name == mask)
        ?? throw new ArgumentException($"The model has no mask '{mask}'; its masks are {string.Join(", ", Masks.Select(stage => stage.Name))}.", nameof(mask));

    /// <summary>Throws where masks have weights of their own.</summary>
    /// <param name="who">What needs one network for all masks, at the start of a sentence.</param>
    /// <exception cref="ArgumentException">They have.</exception>
    public void RequireOneNetwork(string who)
    {
        if (Joint.Count > 0)
        {
            throw new ArgumentException($"{who} combines masks of one network, but mask '{Joint[0].Name}' was learned together with weights of its own; use masks of mlContext.Masks.Learn.");
        }
    }

    /// <summary>Finds the stages.</summary>
    /// <param name="model">A stage, or a chain of stages.</param>
    /// <exception cref="ArgumentException">The model has no pretraining stage, or more than one; or a stage belongs to another network.</exception>
    public static ModelStages Find(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var stages = Flatten(model).ToList();
        var pretrained = stages.OfType<PretrainedTransformer>().ToList();
        if (pretrained.Count != 1)
        {
            throw new ArgumentException(
                $"The model has {pretrained.Count} pretraining stages, expected exactly one. Pass a model fitted from mlContext.Masks.Pretrain and Learn stages.", nameof(model));
        }

        var network = stages.OfType<CopySlotTransformer>().Aggregate(pretrained[0].Network, (upstream, copy) => copy.Copy(upstream, nameof(model)));
        var masks = stages.OfType<MaskTransformer>().ToList();
        foreach (var mask in masks)
        {
            mask.RequireLearnedOn(network, nameof(model));
        }

        var last = stages.FindLastIndex(stage => stage is PretrainedTransformer or CopySlotTransformer or MaskTransformer);
        return new ModelStages([.. stages.Take(1 + last)], pretrained[0], network, masks);
    }

    /// <summary>The data as the last mask stage sees it; score columns are there too, but nothing scores unless they are read.</summary>
    public IDataView Prepare(IDataView data) => _upToMasks.Aggregate(data, (view, stage) => stage.Transform(view));

    private static IEnumerable<ITransformer> Flatten(ITransformer model)
        => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];
}
