using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetMasks.Masks;

namespace MlNetMasks.Tests.Stages;

/// <summary>What a stage tells while it runs, and how it is stopped.</summary>
[TestClass]
public sealed class ProgressTests
{
    [TestMethod]
    public void Progress_OfEveryStage_ReportsEachStepOnce()
    {
        var counter = new StepCounter();
        var ml = new MLContext(seed: 1);
        using var model = Toy.Chain(ml, Toy.FewSteps with { Progress = counter }, Toy.FewMaskSteps with { StepCount = 7, Progress = counter }).Fit(Toy.Data(ml));

        CollectionAssert.AreEqual(Enumerable.Range(1, 5).ToArray(), counter.Steps.Where(step => step.Stage == "pretrain").Select(step => step.Step).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(1, 7).ToArray(), counter.Steps.Where(step => step.Stage == "blue").Select(step => step.Step).ToArray());
        Assert.HasCount(19, counter.Steps);
        Assert.IsTrue(counter.Steps.All(step => double.IsFinite(step.Loss) && step.StepCount == (step.Stage == "pretrain" ? 5 : 7)));
    }

    [TestMethod]
    public void Curve_OfAStage_EndsWithItsLastStep()
    {
        var ml = new MLContext(seed: 1);
        using var model = Toy.Chain(ml).Fit(Toy.Data(ml));
        var stages = ModelStages.Find(model);

        foreach (var curve in stages.Masks.Select(mask => mask.Curve).Append(stages.Pretrained.Curve))
        {
            Assert.AreEqual(5, curve[^1].Step);
            Assert.IsTrue(curve.All(point => double.IsFinite(point.Loss) && point.Accuracy is >= 0 and <= 1));
        }
    }

    [TestMethod]
    public void Log_OfTheContext_HearsEveryStageUnderItsName()
    {
        var events = new List<LoggingEventArgs>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => events.Add(e);
        var data = Toy.Data(ml);
        using var model = Toy.Chain(ml).Fit(data);
        ml.Masks.Evaluate(model, data);
        ml.Masks.Analyze(model);

        foreach (var (source, text) in new[]
        {
            ("pretrain", "120 rows, 5 steps"), ("pretrain", "Done: loss"), ("red", "40 rows, 5 steps"), ("blue", "weights kept"), ("Masks", "results"), ("Masks", "2 masks over 2 layers"),
        })
        {
            Assert.IsTrue(events.Exists(e => e.Source.Contains(source, StringComparison.Ordinal) && e.Message.Contains(text, StringComparison.Ordinal)), $"{source}: {text}");
        }
    }

    [TestMethod]
    public void Log_OfAMaskThatRemovedNothing_WarnsWithARemedy()
    {
        var events = new List<LoggingEventArgs>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => events.Add(e);
        using var model = Toy.Chain(ml).Fit(Toy.Data(ml));

        var warnings = events.Where(e => e.Kind == ChannelMessageKind.Warning).ToList();
        Assert.HasCount(2, warnings);
        Assert.IsTrue(warnings.All(e => e.Message.Contains("every weight is kept. Raise beta", StringComparison.Ordinal)), warnings[0].Message);
        var records = ml.Masks.Analyze(model).Records.Where(record => record is { Mask: "red", Metric: Metrics.UndecidedShare or Metrics.UnmovedShare }).ToList();
        Assert.AreSequenceEqual(["layers.0.weight", "layers.0.weight", "layers.1.weight", "layers.1.weight", "", ""], records.Select(record => record.Layer));
        Assert.IsTrue(records.All(record => record.Value is >= 0 and < 0.5 && record.Stage == "red"));
    }

    [TestMethod]
    public void Cancellation_WhilePretraining_StopsAfterTheStep()
    {
        using var source = new CancellationTokenSource();
        var counter = new StepCounter(step => source.Cancel());
        var ml = new MLContext(seed: 1);
        var chain = Toy.Chain(ml, Toy.FewSteps with { Progress = counter, Cancellation = source.Token }, Toy.FewMaskSteps with { Progress = counter });

        Assert.ThrowsExactly<OperationCanceledException>(() => chain.Fit(Toy.Data(ml)));
        Assert.HasCount(1, counter.Steps);
    }

    [TestMethod]
    public void Cancellation_WhileLearningAMask_StopsAfterTheStep()
    {
        using var source = new CancellationTokenSource();
        var counter = new StepCounter(step => _ = step.Step == 2 ? source.CancelAsync() : Task.CompletedTask);
        var ml = new MLContext(seed: 1);
        var chain = Toy.Chain(ml, masks: Toy.FewMaskSteps with { StepCount = 100_000, Progress = counter, Cancellation = source.Token });

        Assert.ThrowsExactly<OperationCanceledException>(() => chain.Fit(Toy.Data(ml)));
        Assert.AreEqual(0, counter.CountOf("blue"));
    }

    [TestMethod]
    public void Cancellation_BeforeTheFirstStep_ReadsNoFurther()
    {
        var counter = new StepCounter();
        var cancelled = new CancellationToken(canceled: true);
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);

        Assert.ThrowsExactly<OperationCanceledException>(() => ml.Masks.Pretrain(Toy.Network, Toy.FewSteps with { Progress = counter, Cancellation = cancelled }).Fit(data));
        Assert.IsEmpty(counter.Steps);
        using var model = Toy.Chain(ml).Fit(data);
        Assert.ThrowsExactly<OperationCanceledException>(() => ml.Masks.Evaluate(model, data, new() { Cancellation = cancelled }));
    }
}
