using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetMasks.Persistence;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// Everything about weight masks on one <see cref="MLContext"/>: <c>mlContext.Masks</c>. Its first use lets the context load models that
/// contain mask stages.
/// </summary>
public sealed partial class MasksCatalog
{
    internal MasksCatalog(MLContext context)
    {
        Context = context;
        Registries = MasksRegistries.Of(context);
        StageLoaderAssembly.Register(context.ComponentCatalog);
        Registries.Stages.Register(PretrainedTransformer.Id, PretrainedTransformer.Read);
        Registries.Stages.Register(MaskTransformer.Id, MaskTransformer.Read);
        Registries.Stages.Register(CopySlotTransformer.Id, CopySlotTransformer.Read);
        Registries.For<NetworkSpec>().Register<FeedForwardNetwork>("feed-forward").Register<LstmNetwork>("lstm")
            .Register<EncoderDecoderLstmNetwork>("lstm-encoder-decoder").Register<TransformerNetwork>("transformer")
            .Register<ConvolutionalNetwork>("cnn").Register<ResidualNetwork>("resnet");
        Registries.For<MaskParametrisationSpec>().Register<LogisticMask>("logistic");
        Registries.For<Problem>().Register<ClassificationProblem>("classification").Register<DigitsProblem>("digits").Register<DoubleAdditionProblem>("double-addition")
            .Register<SequenceProblem>("sequence").Register<ImageProblem>("image");
        Seed = ContextSeed.Of(context);
        if (!Seed.IsGiven)
        {
            using var log = new StageLog(context, "Masks", "Seed");
            log.Info(FormattableString.Invariant(
                $"The context has no seed; drew {Seed.Value}. To repeat this session use new MLContext(seed: {Seed.Value})."));
        }
    }

    /// <summary>Gets what model files of this context may name: stage types and the types of the open seams.</summary>
    public MasksRegistries Registries { get; }

    /// <summary>Gets the seed from which every stage derives its own by name, unless its options give one.</summary>
    public ContextSeed Seed { get; }

    internal MLContext Context { get; }

    internal IHostEnvironment Environment => Context;
}
