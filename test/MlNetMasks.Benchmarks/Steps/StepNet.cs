using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>A network whose steps are measured, at the batch and samples of METHOD.md.</summary>
/// <param name="Name">Name on the command line.</param>
internal abstract record StepNet(string Name)
{
    /// <summary>Examples per step.</summary>
    public virtual int Batch => 128;

    /// <summary>Mask samples per step.</summary>
    public virtual int Samples => 4;

    /// <summary>Whether a mask step learns the weights too.</summary>
    public virtual bool LearnsWeights => false;

    public static IReadOnlyList<StepNet> All { get; } =
    [
        new FeedForwardStepNet("fnn-400", [400, 400, 200]),
        new FeedForwardStepNet("fnn-800", [800, 800, 800, 800]),
        new FeedForwardStepNet("fnn-2000", [2000, 2000, 2000, 2000]),
        new FeedForwardStepNet("fnn-4000", [4000, 4000, 4000, 4000]),
        new LstmStepNet("lstm-256", new LstmNetwork(256), IsDoubleAddition: false),
        new LstmStepNet("double-lstm-256", new LstmNetwork(256), IsDoubleAddition: true),
        new SequenceLstmStepNet("scan-lstm", new EncoderDecoderLstmNetwork(200) { TeacherForcing = 1 }),
        new SequenceLstmStepNet("scan-lstm-own", new EncoderDecoderLstmNetwork(200) { TeacherForcing = 0 }),
        new TransformerStepNet("scan-transformer", new TransformerNetwork(100) { HeadCount = 4, FeedForwardSize = 200 }, IsMathematics: false),
        new TransformerStepNet(
            "math-transformer",
            new TransformerNetwork(512) { HeadCount = 8, FeedForwardSize = 2048, EncoderLayerCount = 6, DecoderLayerCount = 6, TiesEmbeddings = true },
            IsMathematics: true),
        new FeedForwardStepNet("mnist-800", [800, 800, 64]) { IsMnist = true },
        new ConvolutionalStepNet("cnn"),
        new ResidualStepNet("resnet-110", new ResidualNetwork(110)),
    ];

    /// <summary>This project's network.</summary>
    public abstract NetworkSpec Spec { get; }

    /// <summary>Number of maskable weights.</summary>
    public long Maskable => MaskableNetwork.Build(Spec, CreateData().Problem.Shape).MaskLayout.Count;

    /// <summary>About what the published algorithm takes: some nineteen tensors of every weight and sample (measured).</summary>
    public long ReferenceBytes => 19L * Samples * sizeof(float) * Maskable;

    /// <summary>What the network is trained on.</summary>
    public abstract StepData CreateData();

    /// <summary>The products of a step.</summary>
    public abstract IEnumerable<StepProduct> Products(NetworkShape shape);

    /// <summary>The network as anyone would write it with TorchSharp's layers.</summary>
    public abstract nn.Module CreatePlain(NetworkShape shape);

    /// <summary>Runs the network of <see cref="CreatePlain"/>.</summary>
    /// <returns><c>[1, batch, outputs]</c></returns>
    public virtual Tensor RunPlain(nn.Module network, Batch batch) => ((nn.Module<Tensor, Tensor>)network).call(batch.Input).unsqueeze(0);

    /// <summary>The network op by op, as the published algorithm runs it.</summary>
    /// <param name="input"><c>[samples, batch / samples, inputs]</c></param>
    /// <param name="targets">Right answers, <c>[samples, batch / samples, answers]</c>, for networks that see them.</param>
    /// <param name="parameters">The parameters in this project's order: weights <c>[samples, out, in]</c>, biases <c>[out]</c>.</param>
    /// <param name="shape">Sizes.</param>
    /// <returns><c>[samples, batch / samples, outputs]</c></returns>
    public abstract Tensor Forward(Tensor input, Tensor targets, IReadOnlyList<Tensor> parameters, NetworkShape shape);
}
