using MlNetMasks.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Tests.Running;

/// <summary>The sources <c>scan</c> and <c>mathematics</c> of pipeline files, with and without official files in the cache.</summary>
[TestClass]
[DoNotParallelize] // the environment variable belongs to the whole process
public sealed class SequenceSourceTests
{
    private const string Scan = """
        experiment: scan-tiny
        question: generalize
        data: { source: scan }
        network: { kind: lstm-encoder-decoder, hidden: 4, layers: 1, embedding: 2 }
        pretrain: { steps: 2, batch_size: 8, rows: { member_of: SimpleTrain } }
        masks:
          defaults: { steps: 2, batch_size: 8, samples: 2 }
          functions:
            - { name: control, role: control, rows: { member_of: SimpleTrain } }
            - { name: turn_left, rows: { member_of: TurnLeftTrain } }
        evaluate:
          sets: [{ name: turn_left, rows: { member_of: TurnLeftTest } }]
          conditions: [unmasked, mask]
          changed_answers: 2
        """;

    private const string Mathematics = """
        experiment: sums-tiny
        question: generalize
        data: { source: mathematics, module: arithmetic__add_or_sub, easy_rows: 200, medium_rows: 100, hard_rows: 50, test_rows: 10 }
        network: { kind: transformer, size: 8, heads: 2, feed_forward: 8, encoder_layers: 1, decoder_layers: 1, tied_embeddings: true }
        pretrain: { steps: 2, batch_size: 8 }
        masks:
          defaults: { steps: 2, batch_size: 8, samples: 2 }
          functions:
            - { name: control, role: control }
            - { name: easy, rows: { column: Difficulty, equals: easy } }
        evaluate:
          sets:
            - { name: easy, rows: { column: Difficulty, equals: easy } }
            - { name: extrapolate, rows: { column: Difficulty, equals: extrapolate } }
          conditions: [unmasked, mask]
        """;

    [TestMethod]
    public void Run_ScanWithoutFiles_SaysThatTheSimpleSplitIsItsOwn()
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheVariable(folder.Path);

        var outcome = ExperimentRunner.Run(Plan(folder, Scan), 3, new RunOptions { OutputRoot = folder.Path });

        Assert.ContainsSingle(note => note.Contains("a random draw from seed 3", StringComparison.Ordinal) && note.Contains("data fetch scan", StringComparison.Ordinal), outcome.Run.Info.Notes);
        Assert.AreEqual(1_208, outcome.Run.Records.First(record => record is { Metric: Metrics.Count, Condition: Condition.Mask }).Value);
        Assert.IsTrue(outcome.Run.Records.Any(record => record.Metric == Metrics.RemovedPerToken));
    }

    [TestMethod]
    public void Run_ScanWithFilesOfAnotherSimpleSplit_SaysThatItIsNotTheOfficialOne()
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheVariable(folder.Path);
        WriteScan(folder.Path);

        var outcome = ExperimentRunner.Run(Plan(folder, Scan), 1, new RunOptions { OutputRoot = folder.Path });

        Assert.ContainsSingle(note => note.Contains("Their simple split is not the official one", StringComparison.Ordinal), outcome.Run.Info.Notes);
    }

    [TestMethod]
    public void Run_ScanWithSomeFilesMissing_UsesNoneAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheVariable(folder.Path);
        WriteScan(folder.Path);
        File.Delete(Path.Combine(folder.Path, "scan", ScanFiles.PathOf(ScanSet.JumpTest)));

        var outcome = ExperimentRunner.Run(Plan(folder, Scan), 1, new RunOptions { OutputRoot = folder.Path });

        Assert.ContainsSingle(note => note.Contains("1 are missing, first 'add_prim_split/tasks_test_addprim_jump.txt'", StringComparison.Ordinal), outcome.Run.Info.Notes);
        Assert.ContainsSingle(note => note.Contains("follow from SCAN's rules", StringComparison.Ordinal), outcome.Run.Info.Notes);
    }

    [TestMethod]
    public void Check_ScanFileWithAnotherAction_NamesFileLineAndSetting()
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheVariable(folder.Path);
        WriteScan(folder.Path);
        var path = Path.Combine(folder.Path, "scan", ScanFiles.PathOf(ScanSet.LengthTest));
        File.WriteAllText(path, "IN: jump twice OUT: I_JUMP I_WALK\n");

        var fault = Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Check(Plan(folder, Scan), 1));

        StringAssert.Contains(fault.Message, "scan-tiny.yaml: line 3, column ");
        StringAssert.Contains(fault.Message, "tasks_test_length.txt', line 1 has for 'jump twice' the actions");
    }

    [TestMethod]
    [DataRow(Scan, "data.files=official", "mlnetmasks data fetch scan")]
    [DataRow(Mathematics, "data.files=official", "mlnetmasks data fetch mathematics")]
    public void Check_OfficialFilesThatAreMissing_SaysHowToGetThem(string pipeline, string setting, string remedy)
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheVariable(folder.Path);

        var fault = Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Check(Plan(folder, pipeline, setting), 1));

        StringAssert.Contains(fault.Message, remedy);
        StringAssert.Contains(fault.Message, "data.files=generated");
    }

    [TestMethod]
    [DataRow(Scan, "evaluate.sets.turn_left.rows.member_of=TurnRight", "has no column 'TurnRight'")]
    [DataRow(Mathematics, "data.module=arithmetic__add", "arithmetic__add_or_sub")]
    [DataRow(Mathematics, "masks.functions.easy.rows.equals=simple", "has no value 'simple'")]
    public void Resolve_UnknownSplitOrModule_ListsWhatThereIs(string pipeline, string setting, string words)
    {
        using var folder = new TemporaryFolder();

        var fault = Assert.ThrowsExactly<PipelineFileException>(() => Plan(folder, pipeline, setting));

        StringAssert.Contains(fault.Message, words);
    }

    [TestMethod]
    public void Run_Mathematics_TestsEveryDifficultyAndSaysWhatWasHeldOut()
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheVariable(folder.Path);

        var outcome = ExperimentRunner.Run(Plan(folder, Mathematics), 1, new RunOptions { OutputRoot = folder.Path });

        Assert.ContainsSingle(note => note.StartsWith("Different questions, trained and held out: easy ", StringComparison.Ordinal), outcome.Run.Info.Notes);
        Assert.ContainsSingle(note => note.Contains("generated from seed 1", StringComparison.Ordinal), outcome.Run.Info.Notes);
        Assert.IsTrue(outcome.Run.Records.Any(record => record is { Metric: Metrics.AccuracyByLength, DataSet: "extrapolate", Mask: "easy" }));
    }

    [TestMethod]
    public void Check_TruncatedArchive_NamesIt()
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheVariable(folder.Path);
        Directory.CreateDirectory(Path.Combine(folder.Path, "mathematics"));
        File.WriteAllBytes(Path.Combine(folder.Path, "mathematics", "mathematics_dataset-v1.0.tar.gz"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 75, 76]);

        var fault = Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Check(Plan(folder, Mathematics), 1));

        StringAssert.Contains(fault.Message, "mathematics_dataset-v1.0.tar.gz");
    }

    private static ExperimentPlan Plan(TemporaryFolder folder, string pipeline, params string[] overrides)
    {
        var name = pipeline == Scan ? "scan-tiny.yaml" : "sums-tiny.yaml";
        File.WriteAllText(Path.Combine(folder.Path, name), pipeline);
        return PipelineFile.Load(Path.Combine(folder.Path, name)).Resolve(overrides: overrides);
    }

    private static void WriteScan(string cache)
    {
        var sets = ScanMembership.FromRules(7);
        foreach (var set in Enum.GetValues<ScanSet>())
        {
            var path = Path.Combine(cache, "scan", ScanFiles.PathOf(set));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllLines(path, Enumerable.Range(0, ScanGrammar.CommandCount)
                .SelectMany(command => Enumerable.Repeat($"IN: {ScanGrammar.CommandText(command)} OUT: {ScanGrammar.ActionText(command)}", sets.Count(set, command))));
        }
    }

    private sealed class CacheVariable : IDisposable
    {
        private readonly string? _before = Environment.GetEnvironmentVariable(DataCache.FolderVariable);

        public CacheVariable(string folder) => Environment.SetEnvironmentVariable(DataCache.FolderVariable, folder);

        public void Dispose() => Environment.SetEnvironmentVariable(DataCache.FolderVariable, _before);
    }
}
