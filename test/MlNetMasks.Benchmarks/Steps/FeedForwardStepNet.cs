using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>A feed-forward network on add/mul, or on pictures of MNIST's size.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="HiddenSizes">Hidden layers.</param>
internal sealed record FeedForwardStepNet(string Name, IReadOnlyList<int> HiddenSizes) : StepNet(Name)
{
    /// <summary>Whether it sees pictures; biases are masked then, a step draws eight samples, and weights are learned with their masks, as for permuted MNIST.</summary>
    public bool IsMnist { get; init; }

    public override int Samples => IsMnist ? 8 : 4;

    public override bool LearnsWeights => IsMnist;

    public override NetworkSpec Spec => new FeedForwardNetwork(HiddenSizes) { MaskBiases = IsMnist };

    public override StepData CreateData() => IsMnist ? ImageRows.Mnist() : StepData.AddMul();

    public override IEnumerable<StepProduct> Products(NetworkShape shape)
    {
        var sizes = Sizes(shape);
        return sizes.Zip(sizes.Skip(1), (inputs, outputs) => (inputs, outputs)).Select((size, layer) => new StepProduct(size.outputs, size.inputs, Batch, 1, layer > 0));
    }

    public override nn.Module CreatePlain(NetworkShape shape)
    {
        var sizes = Sizes(shape);
        var network = nn.Sequential();
        for (var i = 0; i + 1 < sizes.Length; i++)
        {
            network.append(nn.Linear(sizes[i], sizes[i + 1]));
            if (i + 2 < sizes.Length)
            {
                network.append(nn.ReLU());
            }
        }

        return network;
    }

    public override Tensor Forward(Tensor input, Tensor targets, IReadOnlyList<Tensor> parameters, NetworkShape shape)
    {
        var x = input;
        for (var i = 0; i < parameters.Count; i += 2)
        {
            x = x.bmm(parameters[i].transpose(1, 2)) + (IsMnist ? parameters[i + 1].unsqueeze(1) : parameters[i + 1]);
            x = i + 2 < parameters.Count ? x.relu() : x;
        }

        return x;
    }

    private int[] Sizes(NetworkShape shape) => [shape.InputSize, .. HiddenSizes, shape.OutputSize];
}
