using MlNetMasks.Torch.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed unsafe class MomentumKernelTests
{
    [TestMethod]
    public void Steps_OnSomeTensors_AreThoseOfLibtorch()
    {
        const int count = 2500; // more than two blocks, and a rest
        using var scope = NewDisposeScope();
        var start = new float[count];
        new RandomStream(1).FillNormal(start, 1);
        var expected = new TorchSharp.Modules.Parameter(tensor(start));
        using var optimizer = optim.SGD([expected], 0.1, momentum: 0.9, weight_decay: 1e-2);
        using var arena = new FloatArena(new ArenaLayout([("a", [count]), ("statistic", [3])]));
        using var gradients = new FloatArena(arena.Layout);
        start.CopyTo(arena.Span(0));
        arena.Span(1).Fill(5);
        using var workers = new BlockWorkers(2);
        var schedule = new LearningRateSchedule(0.1) { Drops = [2], DropFactor = 0.1 };
        using var momentum = new ArenaMomentum(arena, schedule, double.PositiveInfinity, workers) { Momentum = 0.9, WeightDecay = 1e-2 };
        momentum.SetGradient(0, gradients.Pointer(0));

        for (var step = 1; step <= 4; step++)
        {
            var gradient = new float[count];
            new RandomStream((ulong)step + 10).FillNormal(gradient, 1);
            gradient.CopyTo(gradients.Span(0));
            expected.grad = tensor(gradient);
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = step > 2 ? 0.01 : 0.1;
            }

            optimizer.step();
            Assert.AreEqual(2, momentum.Step(4), 1e-12);
        }

        Assert.AreEqual(0, (expected.detach() - tensor(arena.Span(0).ToArray())).abs().max().item<float>(), 1e-5);
        CollectionAssert.AreEqual(new[] { 5f, 5f, 5f }, arena.Span(1).ToArray());
        Assert.AreEqual(double.NaN, momentum.Step(double.NaN));
        Assert.AreEqual(4, momentum.StepNumber);
    }

    [TestMethod]
    public void Schedule_WarmsUpAndDrops()
    {
        var schedule = new LearningRateSchedule(1) { WarmupStepCount = 4, Drops = [5, 8], DropFactor = 0.1 };

        CollectionAssert.AreEqual(new[] { 0.25, 1, 1, 0.1, 0.1, 0.1 * 0.1 }, new[] { 1, 4, 5, 6, 8, 9 }.Select(schedule.At).ToArray());
    }

    [TestMethod]
    public void PretrainOptions_ThatCannotBe_AreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new PretrainOptions { LearningRateDrops = [5, 5] });
        Assert.ThrowsExactly<ArgumentException>(() => new PretrainOptions { LearningRateDrops = [0] });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new PretrainOptions { Optimizer = (PretrainOptimizer)7 });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new PretrainOptions { WeightDecay = 1e-4 }.Validate()).Message, "WeightDecay is 0.0001 but Optimizer is Adam");
    }
}
