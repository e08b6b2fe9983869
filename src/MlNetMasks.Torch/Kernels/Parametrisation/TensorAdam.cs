using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels;

/// <summary><see cref="AdamKernel"/> in plain tensor operations, for devices that are not the CPU and as a reference.</summary>
public static class TensorAdam
{
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
        var scaled = gradientScale == 0 ? zeros_like(gradients) : gradients * gradientScale;
        means.mul_(moments.Beta1).add_(scaled * (1 - moments.Beta1));
        squares.mul_(moments.Beta2).add_(scaled.square() * (1 - moments.Beta2));
        var rate = learningRate / (1 - Math.Pow(moments.Beta1, stepNumber));
        var root = (squares.sqrt() / Math.Sqrt(1 - Math.Pow(moments.Beta2, stepNumber))) + moments.Epsilon;
        parameters.sub_(means / root * rate);
    }
}
