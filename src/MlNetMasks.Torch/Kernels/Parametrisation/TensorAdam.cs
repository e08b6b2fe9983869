using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels;

/// <summary><see cref="AdamKernel"/> in plain tensor operations, for devices that are not the CPU and as a reference.</summary>
public static class TensorAdam
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule

    /// <summary>Makes one step in place.</summary>
    /// <param name="parameters">Parameters, updated.</param>
    /// <param name="gradients">Gradients of the same shape.</param>
    /// <param name="means">Running mean of the gradients, updated.</param>
    /// <param name="squares">Running mean of the squared gradients, updated.</param>
    /// <param name="moments">Decays and epsilon.</param>
    /// <param name="stepNumber">Number of this step, counted from 1.</param>
    /// <param name="learningRate">Learning rate, at least 0.</param>
    /// <param name="gradientScale">Factor on every gradient, at least 0.</param>
    public static void Step(
        Tensor parameters, Tensor gradients, Tensor means, Tensor squares,
        AdamMoments moments, long stepNumber, double learningRate, double gradientScale)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(squares);
        ArgumentNullException.ThrowIfNull(moments);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepNumber, 1);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using Scalar scale = gradientScale;
        using Scalar meanDecay = moments.Beta1;
        using Scalar meanShare = 1 - moments.Beta1;
        using Scalar squareDecay = moments.Beta2;
        using Scalar squareShare = 1 - moments.Beta2;
        using Scalar rate = -learningRate / (1 - Math.Pow(moments.Beta1, stepNumber));
        using Scalar correction = 1 / Math.Sqrt(1 - Math.Pow(moments.Beta2, stepNumber));
        using Scalar epsilon = moments.Epsilon;
        var scaled = gradientScale == 0 ? zeros_like(gradients) : gradients.mul(scale);
        means.mul_(meanDecay).add_(scaled, meanShare);
        squares.mul_(squareDecay).addcmul_(scaled, scaled, squareShare);
        parameters.addcdiv_(means, squares.sqrt().mul(correction).add(epsilon, One), rate);
    }
}
