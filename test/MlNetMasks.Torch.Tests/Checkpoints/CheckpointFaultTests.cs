using MlNetMasks.Masks;

namespace MlNetMasks.Torch.Tests.Checkpoints;

[TestClass]
public sealed class CheckpointFaultTests
{
    private static readonly StageRun Run = new(LearnsMask: false, new FeedForwardNetwork([4]));
    private static readonly StageRun MaskRun = new(LearnsMask: true, new FeedForwardNetwork([4]));

    [TestMethod]
    public void Checkpoint_Damaged_IsRefusedWhereverTheDamageIs()
    {
        var good = Saved(Run);
        var random = new RandomStream(11);
        for (var i = 0; i < 60; i++)
        {
            var place = i < 10 ? i : random.NextInt32(good.Length);
            var bad = good.ToArray();
            bad[place] ^= (byte)(1 << random.NextInt32(8));
            AssertRefused(Run, bad, "Stage 'stage' cannot continue from the checkpoint 'memory'");
        }
    }

    [TestMethod]
    public void Checkpoint_Truncated_IsRefused()
    {
        var good = Saved(Run);
        foreach (var length in new[] { 0, 1, 8, 100, good.Length / 2, good.Length - 1 })
        {
            AssertRefused(Run, good[..length], "Delete the checkpoint to begin the stage anew.");
        }

        AssertRefused(Run, [.. good, 0], "Delete the checkpoint to begin the stage anew.");
    }

    [TestMethod]
    public void Checkpoint_OfAnotherKind_IsRefused()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, [SafetensorsTensor.FromInt64s("position/counts", [6], [1, 0, 1, 0, 1, 1])]);
        AssertRefused(Run, stream.ToArray(), "it is a safetensors file, but no checkpoint of training");

        using var newer = new MemoryStream();
        SafetensorsFile.Write(newer, [], new Dictionary<string, string> { ["mlnetmasks.checkpoint"] = "2" });
        AssertRefused(Run, newer.ToArray(), "it has version 2, this program reads version 1");
    }

    [TestMethod]
    public void Checkpoint_OfOtherWork_IsRefusedWithWhatDiffers()
    {
        var saved = Saved(Run);
        AssertRefused(Run with { Pretrain = Run.Pretrain with { StepCount = 41 } }, saved, "StepCount was 40 and is 41");
        AssertRefused(Run with { Pretrain = Run.Pretrain with { LearningRate = 0.02, BatchSize = 6 } }, saved, "BatchSize was 12 and is 6; LearningRate was 0.01 and is 0.02");
        AssertRefused(Run with { Context = Run.Context with { Key = 8 } }, saved, "random key was 0000000000000007 and is 0000000000000008");
        AssertRefused(Run with { Context = Run.Context with { Threads = 2 } }, saved, "threads was 1 and is 2");
        AssertRefused(Run with { Context = Run.Context with { Slots = [0] } }, saved, "output slots was all and is 0");
        AssertRefused(Run with { Context = Run.Context with { Stage = "other" } }, saved, "stage was stage and is other");
        AssertRefused(Run with { Table = Tiny.Vectors(50, StageRun.Features, key: 2) }, saved, "examples was ");
        AssertRefused(Run with { Network = new FeedForwardNetwork([5]) }, saved, "network was FeedForwardNetwork {HiddenSizes: [4]", "tensor layers.0.weight was [4, 6] and is [5, 6]");
        AssertRefused(MaskRun, saved, "Beta was not there and is 0.0001", "more");

        var savedMask = Saved(MaskRun);
        AssertRefused(MaskRun with { Learn = MaskRun.Learn with { Beta = 0.5 } }, savedMask, "Beta was 0.0001 and is 0.5");
        AssertRefused(MaskRun with { Learn = MaskRun.Learn with { Precision = Precision.BFloat16 } }, savedMask, "Precision was Float32 and is BFloat16");
        AssertRefused(MaskRun with { Learn = MaskRun.Learn with { InitialLogit = 1, SampleCount = 2 } }, savedMask, "InitialLogit was 0 and is 1; SampleCount was 4 and is 2");
    }

    [TestMethod]
    public void Checkpoint_OfADoneStageWithFewerSteps_IsRefused()
    {
        var done = new MemoryCheckpoint();
        Run.Run(done);

        AssertRefused(Run with { Pretrain = Run.Pretrain with { StepCount = 39 } }, done.Last!, "StepCount was 40 and is 39");
    }

    private static byte[] Saved(StageRun run)
    {
        var checkpoint = new MemoryCheckpoint();
        run.RunUntil(checkpoint, 17);
        return checkpoint.Last!;
    }

    private static void AssertRefused(StageRun run, byte[] content, params string[] texts)
    {
        var checkpoint = new MemoryCheckpoint { Last = content };
        var fault = Assert.ThrowsExactly<InvalidDataException>(() => run.Run(checkpoint), string.Join(' ', texts));
        foreach (var text in (string[])[.. texts, "to begin the stage anew."])
        {
            Assert.Contains(text, fault.Message);
        }

        Assert.AreSame(content, checkpoint.Last); // what is refused is not overwritten
    }
}
