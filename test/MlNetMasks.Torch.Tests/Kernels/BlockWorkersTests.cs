using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Kernels.Blocks;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class BlockWorkersTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    public void Run_OfManyShortJobs_ExecutesEveryBlockOnce(int threads)
    {
        using var workers = new BlockWorkers(threads);
        for (var run = 0; run < 2000; run++)
        {
            var blocks = run % 2 == 0 ? run % 9 : run * 37 % 1500;
            var job = new CountingJob(blocks);

            workers.Run(job, blocks);

            Assert.IsTrue(job.Counts.All(count => count == 1), $"run {run}: {string.Join(',', job.Counts)}");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Run_OfAFailingBlock_ThrowsOnTheCallerAndStaysUsable(int threads)
    {
        using var workers = new BlockWorkers(threads);

        Assert.ThrowsExactly<NotSupportedException>(() => workers.Run(new FailingJob(), 8));

        var job = new CountingJob(8);
        workers.Run(job, 8);
        Assert.IsTrue(job.Counts.All(count => count == 1));
    }

    [TestMethod]
    public void Run_InsideARun_IsRefused()
    {
        using var workers = new BlockWorkers(2);

        Assert.ThrowsExactly<InvalidOperationException>(() => workers.Run(new NestedJob(workers), 4));
    }

    [TestMethod]
    public void Run_AfterDispose_Throws()
    {
        var workers = new BlockWorkers(2);
        workers.Dispose();
        workers.Dispose();

        Assert.ThrowsExactly<ObjectDisposedException>(() => workers.Run(new CountingJob(1), 1));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1025)]
    public void Constructor_OfAnImpossibleThreadCount_NamesTheRange(int threads)
    {
        var failure = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BlockWorkers(threads));

        StringAssert.Contains(failure.Message, "[1, 1024]");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Step_OfAllKernels_AllocatesNothing(int threads)
    {
        using var workers = new BlockWorkers(threads);
        using var masks = new MaskCase(20000, 4);
        using var means = new NativeFloats(20000);
        using var squares = new NativeFloats(20000);
        var sampler = new MaskSampler(workers);
        var gradient = new LogitGradient(workers);
        var adam = new AdamKernel(workers);
        var moments = new AdamMoments();
        MaskSegment[] segments = [masks.Segment];
        AdamSegment[] parameters = [Parameters(masks, means, squares)];
        long start = 0;
        for (var step = 1; step <= 60; step++)
        {
            if (step == 11)
            {
                start = GC.GetAllocatedBytesForCurrentThread();
            }

            var draw = new MaskDraw(1, step, 4);
            sampler.Sample(segments, draw);
            var sum = gradient.Accumulate(segments, draw, 1e-6f);
            adam.Step(parameters, moments, step, 0.01, GradientClip.Factor(sum, 1));
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - start) / 50;
        Assert.IsLessThan(64, allocated);
    }

    private static unsafe AdamSegment Parameters(MaskCase masks, NativeFloats means, NativeFloats squares) => new()
    {
        Length = masks.Logits.Length,
        Parameters = masks.Logits.Pointer,
        Gradients = masks.LogitGradients.Pointer,
        Means = means.Pointer,
        Squares = squares.Pointer,
    };

    private sealed class CountingJob(int blocks) : BlockJob
    {
        public int[] Counts { get; } = new int[blocks];

        public override void Execute(int block, int worker) => Interlocked.Increment(ref Counts[block]);
    }

    private sealed class FailingJob : BlockJob
    {
        public override void Execute(int block, int worker)
        {
            if (block == 3)
            {
                throw new NotSupportedException("block 3");
            }
        }
    }

    private sealed class NestedJob(BlockWorkers workers) : BlockJob
    {
        public override void Execute(int block, int worker) => workers.Run(new CountingJob(4), 4);
    }
}
