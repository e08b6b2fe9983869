namespace MlNetMasks.Torch.Tests.Training;

/// <summary>A stage of millions of steps must not keep the garbage collector busy, on any of its threads; hence no other test beside these.</summary>
[TestClass]
[DoNotParallelize]
public sealed class AllocationTests
{
    private const int WarmUp = 100;
    private const int Steps = 2000;

    private static readonly FeedForwardNetwork FourHiddenLayers = new([32, 32, 32, 32]);

    [TestMethod]
    [DataRow(Precision.Float32)]
    [DataRow(Precision.BFloat16)]
    public void Learn_OfManySteps_AllocatesLessThan16KiBOfManagedMemoryPerStep(Precision precision)
    {
        using var weights = NetworkWeights.Initialize(FourHiddenLayers, Tiny.BoundAddMul().Shape, 1);

        AssertModest(16 * 1024, progress => MaskLearner.Learn(
            weights, Tiny.BoundAddMul(), Tiny.AddMulRows(), new MaskLearningOptions { StepCount = Steps, Precision = precision }, Tiny.Context("mask") with { Progress = progress }));
    }

    [TestMethod]
    public void Train_OfManySteps_AllocatesLessThan20KiBOfManagedMemoryPerStep()
    {
        using var weights = NetworkWeights.Initialize(FourHiddenLayers, Tiny.BoundAddMul().Shape, 1);

        AssertModest(20 * 1024, progress => Pretrainer.Train(
            weights, Tiny.BoundAddMul(), Tiny.AddMulRows(), new PretrainOptions { StepCount = Steps }, Tiny.Context() with { Progress = progress }));
    }

    private static void AssertModest(long mostBytesPerStep, Action<IProgress<TrainingProgress>> train)
    {
        long start = 0, end = 0;
        train(new ImmediateProgress(value =>
        {
            if (value.Step is WarmUp or Steps)
            {
                (start, end) = (end, GC.GetTotalAllocatedBytes(precise: true));
            }
        }));

        Assert.IsLessThan(mostBytesPerStep, (end - start) / (Steps - WarmUp));
    }
}
