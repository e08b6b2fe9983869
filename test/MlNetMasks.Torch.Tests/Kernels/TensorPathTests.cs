using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Kernels;

/// <summary>The tensor operations against the SIMD kernels, through the seam that the engine calls.</summary>
[TestClass]
public sealed class TensorPathTests
{
    private const int Samples = 4;
    private const double Regulariser = 7.8125e-7;

    [ClassInitialize]
    public static void StartLibtorch(TestContext _) => TorchRuntime.Initialize();

    [TestMethod]
    public void Sample_FromTheSameStreams_WritesWhatTheSimdKernelsWrite()
    {
        using var workers = new BlockWorkers(2);
        using var scope = NewDisposeScope();
        var draw = new MaskDraw(1, 2, Samples);
        var simd = Slots();
        var tensor = Slots();

        new SimdLogisticMask(workers).Sample(simd, draw);
        new TensorLogisticMask(UniformSource.CounterStreams, workers).Sample(tensor, draw);

        for (var i = 0; i < simd.Length; i++)
        {
            // The two exponentials round differently: a number next to its threshold may fall on the other side.
            var differences = simd[i].MaskedWeights.ne(tensor[i].MaskedWeights).sum().item<long>();
            Assert.IsLessThanOrEqualTo(2, differences);
            Assert.IsGreaterThan(0, simd[i].MaskedWeights.eq(0).sum().item<long>());
        }
    }

    [TestMethod]
    public void LogitGradient_FromTheSameStreams_AgreesToATenMillionth()
    {
        using var workers = new BlockWorkers(2);
        using var scope = NewDisposeScope();
        var draw = new MaskDraw(1, 2, Samples);
        var simd = Slots();
        var tensor = Slots();

        var squares = new SimdLogisticMask(workers).LogitGradient(simd, draw, Regulariser);
        var expected = new TensorLogisticMask(UniformSource.CounterStreams, workers).LogitGradient(tensor, draw, Regulariser);

        Assert.AreEqual(expected, squares, 1e-5 * expected);
        for (var i = 0; i < simd.Length; i++)
        {
            var difference = (simd[i].LogitGradients - tensor[i].LogitGradients).abs().max().item<float>();
            Assert.IsLessThanOrEqualTo(1e-6f, difference / tensor[i].LogitGradients.abs().max().item<float>());
        }
    }

    [TestMethod]
    public void LogitGradient_FromTheSameStreams_IsThatOfAutogradThroughTheSoftMask()
    {
        using var workers = new BlockWorkers(1);
        using var scope = NewDisposeScope();
        var draw = new MaskDraw(1, 2, Samples);
        var slot = Slots()[0];
        var length = slot.Logits.numel();
        var logits = slot.Logits.to(ScalarType.Float64).view(-1).requires_grad_(true);
        var uniforms = Uniforms(slot, draw, workers).to(ScalarType.Float64);
        var soft = sigmoid(logits + (uniforms / (1 - uniforms)).log());
        var loss = (soft * slot.Weights.view(-1) * slot.MaskedGradients!.view(Samples, length)).sum() + (Regulariser * logits.sum());
        loss.backward();

        new SimdLogisticMask(workers).LogitGradient([slot], draw, Regulariser);

        var difference = (slot.LogitGradients.view(-1) - logits.grad!).abs().max().item<double>();
        Assert.IsLessThanOrEqualTo(1e-6, difference / logits.grad!.abs().max().item<double>());
    }

    [TestMethod]
    public void Sample_FromTheDevicesGenerator_RepeatsADrawAndKeepsTheRightShare()
    {
        using var workers = new BlockWorkers(1);
        using var scope = NewDisposeScope();
        var parametrisation = new TensorLogisticMask(UniformSource.Device, workers);
        var slot = Slots()[1];
        slot.Weights.fill_(1);
        slot.Logits.fill_(2);

        parametrisation.Sample([slot], new MaskDraw(1, 2, Samples));
        var first = slot.MaskedWeights.clone();
        parametrisation.Sample([slot], new MaskDraw(1, 3, Samples));
        var other = slot.MaskedWeights.clone();
        parametrisation.Sample([slot], new MaskDraw(1, 2, Samples));

        Assert.IsTrue(first.eq(slot.MaskedWeights).all().item<bool>());
        Assert.IsFalse(first.eq(other).all().item<bool>());
        Assert.AreEqual(1 / (1 + Math.Exp(-2)), first.mean().item<float>(), 0.01);
    }

    [TestMethod]
    public unsafe void AdamKernel_OverFiftySteps_FollowsTorchAndTheTensorPath()
    {
        using var workers = new BlockWorkers(2);
        using var scope = NewDisposeScope();
        const int Length = 2501;
        var start = arange(Length, ScalarType.Float32) / Length;
        var reference = new TorchSharp.Modules.Parameter(start.clone());
        var optimizer = optim.Adam([reference], lr: 0.01);
        Tensor parameters = start.clone(), means = zeros(Length), squares = zeros(Length);
        Tensor kernelParameters = start.clone(), kernelMeans = zeros(Length), kernelSquares = zeros(Length);
        var kernel = new AdamKernel(workers);
        for (var step = 1; step <= 50; step++)
        {
            var gradients = (start * 37 + (step * 0.3)).sin();
            reference.grad = gradients.clone();
            nn.utils.clip_grad_norm_([reference], 1);
            optimizer.step();
            var scale = GradientClip.Factor(new SumOfSquares(workers).Of([new FloatSegment(Pointer(gradients), Length)]), 1);
            TensorAdam.Step(parameters, gradients, means, squares, new AdamMoments(), step, 0.01, scale);
            kernel.Step([new AdamSegment
            {
                Length = Length,
                Parameters = Pointer(kernelParameters),
                Gradients = Pointer(gradients),
                Means = Pointer(kernelMeans),
                Squares = Pointer(kernelSquares),
            }], new AdamMoments(), step, 0.01, scale);
        }

        Assert.IsLessThanOrEqualTo(2e-6f, (kernelParameters - reference).abs().max().item<float>());
        Assert.IsLessThanOrEqualTo(2e-6f, (parameters - reference).abs().max().item<float>());
    }

    [TestMethod]
    public void SimdLogisticMask_WithoutGradients_NamesTheSlot()
    {
        using var workers = new BlockWorkers(1);
        using var scope = NewDisposeScope();
        var slot = Slots()[0];
        slot.MaskedGradients = null;

        var failure = Assert.ThrowsExactly<ArgumentException>(
            () => new SimdLogisticMask(workers).LogitGradient([slot], new MaskDraw(1, 0, Samples), 0));

        StringAssert.Contains(failure.Message, "Slot 0");
    }

    private static MaskSlot[] Slots()
    {
        var generator = new Generator(17);
        return [.. new[] { (Out: 50, In: 43), (Out: 65, In: 64) }.Select((shape, index) => new MaskSlot
        {
            Index = index,
            Logits = randn([shape.Out, shape.In], generator: generator) * 3,
            Weights = randn([shape.Out, shape.In], generator: generator),
            MaskedWeights = zeros(Samples, shape.Out, shape.In).requires_grad_(true),
            MaskedGradients = randn([Samples, shape.Out, shape.In], generator: generator),
            LogitGradients = zeros(shape.Out, shape.In),
        })];
    }

    private static unsafe Tensor Uniforms(MaskSlot slot, MaskDraw draw, BlockWorkers workers)
    {
        var uniforms = zeros(draw.Samples, slot.Logits.numel());
        new MaskUniforms(workers).Fill(Pointer(uniforms), slot.Logits.numel(), slot.Index, draw);
        return uniforms;
    }

    private static unsafe float* Pointer(Tensor tensor) => (float*)tensor.DataPointer();
}
