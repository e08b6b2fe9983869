using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Kernels.Cells;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class LstmKernelTests
{
    [TestMethod]
    [DataRow(1, 1, 1, false)]
    [DataRow(3, 5, 7, false)]
    [DataRow(3, 5, 7, true)]
    [DataRow(2, 70, 35, false)]
    [DataRow(1, 3, 1030, true)]
    public void Forward_OfAnySize_FollowsDoublePrecision(int groups, int units, int rows, bool isFirst)
    {
        using var workers = new BlockWorkers(2);
        using var step = new LstmCase(groups, units, rows, isFirst);

        new LstmKernel(workers).Forward(step.Forward);

        for (var cell = 0; cell < step.Cell.Length; cell++)
        {
            var (state, output) = LstmCase.Compute(step.InputsOf(cell));
            Assert.AreEqual(state, step.Cell.Span[cell], 1e-6, $"cell {cell}");
            Assert.AreEqual(output, step.Output.Span[cell], 1e-6, $"output {cell}");
        }
    }

    [TestMethod]
    [DataRow(1, 1, 1, false, false, false)]
    [DataRow(3, 5, 7, false, false, false)]
    [DataRow(3, 5, 7, false, true, true)]
    [DataRow(3, 5, 7, true, false, true)]
    [DataRow(2, 70, 35, false, false, true)]
    [DataRow(1, 3, 1030, true, true, false)]
    public void Backward_OfAnySize_HasTheDerivativesOfDoublePrecision(int groups, int units, int rows, bool isFirst, bool isAlone, bool adds)
    {
        using var workers = new BlockWorkers(2);
        using var step = new LstmCase(groups, units, rows, isFirst, isAlone, adds);
        var kernel = new LstmKernel(workers);
        kernel.Forward(step.Forward);

        kernel.Backward(step.Backward);

        var expected = step.EarlierProjectedGradient;
        for (var cell = 0; cell < step.Cell.Length; cell++)
        {
            for (var gate = 0; gate < 4; gate++)
            {
                var derivative = step.DerivativeOf(cell, gate);
                Assert.AreEqual(derivative, step.Gates.Span[step.GateOf(cell, gate)], 2e-6, $"cell {cell}, gate {gate}");
                ref var projected = ref expected[step.ProjectedOf(cell, gate)];
                projected = (adds ? projected : 0) + (float)derivative;
            }

            Assert.AreEqual(step.DerivativeOf(cell, 4), step.CellGradient.Span[cell], 2e-6, $"previous cell {cell}");
        }

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], step.ProjectedGradient.Span[i], 2e-6, $"gradient {i} of the projected input; those of other time steps stay");
        }
    }

    [TestMethod]
    public void Kernel_OnTwoThreads_GivesTheSameBits() => CollectionAssert.AreEqual(OnThreads(1), OnThreads(3));

    [TestMethod]
    public void Kernel_OnEveryWidth_GivesTheSameBits()
    {
        var scalar = OnWidth<ScalarLane>();

        CollectionAssert.AreEqual(scalar, OnWidth<Lanes128>());
        CollectionAssert.AreEqual(scalar, OnWidth<Lanes256>());
        CollectionAssert.AreEqual(scalar, OnWidth<Lanes512>());
    }

    [TestMethod]
    public void Kernel_OfGatesFarFromZero_SaturatesAndKeepsNaN()
    {
        using var workers = new BlockWorkers(1);
        using var step = new LstmCase(1, 1, 32, isFirst: true);
        unsafe
        {
            var values = step.Forward;
            for (var gate = 0; gate < 4; gate++)
            {
                new Span<float>(values.Projected + (gate * values.Pitch), 31).Fill(1e30f);
                values.Projected[(gate * values.Pitch) + 31] = float.NaN;
            }
        }

        var kernel = new LstmKernel(workers);
        kernel.Forward(step.Forward);

        Assert.IsFalse(step.Cell.Span[..31].ContainsAnyExcept(1f));
        Assert.IsTrue(float.IsNaN(step.Output.Span[31]));
        kernel.Backward(step.Backward);
        for (var gate = 0; gate < 4; gate++)
        {
            Assert.IsFalse(step.Gates.Span.Slice(gate * 32, 31).ContainsAnyExcept(0f), $"gate {gate}");
            Assert.IsTrue(float.IsNaN(step.Gates.Span[(gate * 32) + 31]) || gate == 1, $"gate {gate}");
        }
    }

    private static float[] OnThreads(int threads)
    {
        using var workers = new BlockWorkers(threads);
        using var step = new LstmCase(4, 70, 35);
        var kernel = new LstmKernel(workers);
        kernel.Forward(step.Forward);
        float[] forward = [.. step.Gates.Span, .. step.Cell.Span, .. step.Output.Span];
        kernel.Backward(step.Backward);
        return [.. forward, .. step.Gates.Span, .. step.CellGradient.Span, .. step.ProjectedGradient.Span];
    }

    private static float[] OnWidth<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        using var step = new LstmCase(1, 5, 64);
        var forward = new LstmForwardJob();
        forward.Prepare(step.Forward);
        forward.Run<TLanes>(group: 0, firstUnit: 0, endUnit: 5, firstRow: 0, endRow: 64);
        float[] first = [.. step.Gates.Span, .. step.Cell.Span, .. step.Output.Span];
        var backward = new LstmBackwardJob();
        backward.Prepare(step.Backward);
        backward.Run<TLanes>(group: 0, firstUnit: 0, endUnit: 5, firstRow: 0, endRow: 64);
        return [.. first, .. step.Gates.Span, .. step.CellGradient.Span, .. step.ProjectedGradient.Span];
    }
}
