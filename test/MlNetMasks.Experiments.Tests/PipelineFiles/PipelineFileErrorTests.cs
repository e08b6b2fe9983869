using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

[TestClass]
public sealed class PipelineFileErrorTests
{
    [TestMethod]
    public void Load_UnknownKey_NamesPlaceNearestAndKnownKeys()
    {
        string error = SamplePipeline.SingleError("learning_rate: 5e-2", "learning_rat: 5e-2");

        Assert.StartsWith("file.yaml: line 11, column 27: unknown key 'learning_rat'; did you mean 'learning_rate'? Known keys here: steps, batch_size, learning_rate", error);
    }

    [TestMethod]
    public void Load_UnknownTopLevelKey_IsReportedOnce()
    {
        string error = SamplePipeline.SingleError("pretrain:\n  steps: 400", "pretrain:\n  steps: 400\nvariant: x");

        Assert.Contains("line 10, column 1: unknown key 'variant'; did you mean 'variants'?", error);
    }

    [TestMethod]
    public void Load_FaultInWhatAllMasksShare_BlamesNoGate()
    {
        string error = SamplePipeline.SingleError("5e-2", ".nan");

        Assert.Contains("line 11, column 42: expected a number", error);
    }

    [TestMethod]
    [DataRow("steps: 400", "steps: many", "line 9, column 10: expected a whole number from 1 to 100000000, found 'many'.")]
    [DataRow("steps: 400", "steps: \"400\"", "line 9, column 10: expected a whole number from 1 to 100000000, found the text \"400\"; remove the quotes.")]
    [DataRow("steps: 400", "steps: 4_000", "found '4_000'; write it without '_'.")]
    [DataRow("steps: 400", "steps: 4.5", "expected a whole number")]
    [DataRow("steps: 400", "steps: 1e99", "expected a whole number")]
    [DataRow("steps: 400", "steps: -1", "expected a whole number from 1 to 100000000, found '-1'.")]
    [DataRow("steps: 400", "steps:", "found nothing.")]
    [DataRow("steps: 400", "steps: [1]", "found a list.")]
    [DataRow("steps: 400", "steps: { a: 1 }", "found a mapping.")]
    [DataRow("steps: 400", "steps: !!int 400", "line 9, column 10: the tag 'tag:yaml.org,2002:int' is not supported")]
    [DataRow("digits: 2", "digits: 7", "line 4, column 11: expected a whole number from 1 to 6, found '7'.")]
    [DataRow("source: addmul", "source: admul", "expected one of addmul, double-addition, scan, mathematics, mnist, glyphs, cifar10, scenes, csv, found 'admul'; did you mean 'addmul'?")]
    [DataRow("kind: feed-forward", "kind: gru", "line 6, column 9: expected one of feed-forward, lstm, lstm-encoder-decoder, transformer, cnn, resnet, found 'gru'.")]
    [DataRow("hidden: [60, 60]", "hidden: 60", "found '60'; write it in brackets: [a, b].")]
    [DataRow("hidden: [60, 60]", "hidden: [60, 0]", "line 7, column 16: expected a whole number from 1 to 65536, found '0'.")]
    [DataRow("5e-2", "0", "expected a number from 1e-12 to 10, found '0'.")]
    [DataRow("5e-2", "0,05", "line 11, column 44")]
    [DataRow("5e-2", ".nan", "expected a number from 1e-12 to 10, found '.nan'.")]
    [DataRow("name: add, rows", "name: ../add, rows", "expected a name of 1 to 80 letters, digits, - and _")]
    [DataRow("experiment: sample", "experiment: ../sample", "line 1, column 13: expected a name of")]
    [DataRow("experiment: sample", "experiment: nul.txt", "expected a name of")]
    [DataRow("name: add, rows", "name: pretrain, rows", "other than pretrain, evaluate, analyze, found 'pretrain'")]
    [DataRow("pretrain:\n  steps: 400", "pretrain: 400", "line 8, column 11: expected a mapping with the keys of 'pretrain', found '400'; known keys: steps")]
    [DataRow("  kind: feed-forward\n", "", "line 6, column 3: 'network' lacks the required key 'kind': one of feed-forward, lstm, lstm-encoder-decoder, transformer, cnn, resnet.")]
    [DataRow("  hidden: [60, 60]\n", "", "'network' (kind: feed-forward) lacks the required key 'hidden'")]
    [DataRow("experiment: sample\n", "", "line 1, column 1: the pipeline file lacks the required key 'experiment'")]
    [DataRow("metric: accuracy", "metric: acuracy", "did you mean 'accuracy'?")]
    public void Load_WrongValue_SaysWhatIsAllowed(string old, string replacement, string message)
    {
        var errors = SamplePipeline.ErrorsWith(old, replacement);

        Assert.Contains(error => error.ToString().Contains(message, StringComparison.Ordinal), errors, string.Join('\n', errors));
        Assert.DoesNotContain(error => error.ToString().Contains('\n', StringComparison.Ordinal), errors);
    }

    [TestMethod]
    public void Load_DuplicateKey_NamesBothLines()
    {
        string error = SamplePipeline.SingleError("  digits: 2\n", "  digits: 2\n  digits: 3\n");

        Assert.AreEqual("file.yaml: line 5, column 3: the key 'digits' is given twice (first on line 4); remove one.", error);
    }

    [TestMethod]
    public void Load_SeveralFaults_AreReportedTogetherInFileOrder()
    {
        var errors = SamplePipeline.Errors(SamplePipeline.Text
            .Replace("digits: 2", "digits: 9", StringComparison.Ordinal)
            .Replace("steps: 400", "step: 400", StringComparison.Ordinal)
            .Replace("steps: 300", "beta: high", StringComparison.Ordinal));

        Assert.AreSequenceEqual([4, 9, 9, 15], errors.Select(error => error.Place.Line));
    }

    [TestMethod]
    [DataRow("a: [1, 2", "line 1")]
    [DataRow("a: 1\n b: 2", "line 2")]
    [DataRow("a: 'open", "line 1")]
    [DataRow("a: b: c", "line 1")]
    [DataRow("%", "line 1")]
    public void Load_MalformedYaml_NamesTheLine(string text, string place)
    {
        string error = SamplePipeline.Single(SamplePipeline.Errors(text));

        Assert.Contains($"file.yaml: {place}", error);
        Assert.Contains("not valid YAML", error);
    }

    [TestMethod]
    public void Load_TabIndentation_IsNamed()
    {
        string error = SamplePipeline.SingleError("\n  digits: 2", "\n\tdigits: 2");

        Assert.Contains("line 4, column 1: a tab is used for indentation", error);
    }

    [TestMethod]
    [DataRow("", "the file is empty")]
    [DataRow("# only a comment\n", "the file is empty")]
    [DataRow("- a\n", "a pipeline file is a mapping that starts with 'experiment: <name>', found a list.")]
    [DataRow("just text\n", "found 'just text'")]
    [DataRow("a: 1\n---\nb: 2\n", "line 2, column 1: a second YAML document starts here")]
    [DataRow("a: *b\n", "the alias '*b' has no anchor '&b' before it")]
    [DataRow("a: &b [*b]\n", "the alias '*b' has no anchor '&b' before it")]
    [DataRow("<<: { a: 1 }\n", "merge key '<<' is not supported")]
    [DataRow("? [a]\n: b\n", "a key must be a name, found a list.")]
    public void Load_NotAPipelineFile_IsRefused(string text, string message)
    {
        var errors = SamplePipeline.Errors(text);

        Assert.Contains(error => error.ToString().Contains(message, StringComparison.Ordinal), errors, string.Join('\n', errors));
    }

    [TestMethod]
    public void Load_DeepNesting_IsRefusedNotOverflowed()
    {
        string error = SamplePipeline.Single(SamplePipeline.Errors("a: " + new string('[', 100_000)));

        Assert.Contains("nested more than 32 levels deep", error);
    }

    [TestMethod]
    public void Load_ControlCharacters_NeverReachTheMessage()
    {
        string error = SamplePipeline.SingleError("steps: 400", "steps: \"\\e[31m\\nred\"");

        Assert.DoesNotContain(char.IsControl, error);
    }

    [TestMethod]
    public void Load_FileFaults_NamePathAndRemedy()
    {
        using var folder = new TemporaryFolder();
        string large = folder.File("large.yaml", "# " + new string('x', 1 << 20));
        string latin = Path.Combine(folder.Path, "latin.yaml");
        File.WriteAllBytes(latin, [(byte)'a', (byte)':', (byte)' ', 0xE4]);

        Assert.Contains("does not exist", Message(Path.Combine(folder.Path, "none.yaml")));
        Assert.Contains("this is a folder", Message(folder.Path));
        Assert.Contains("larger than 1 MiB", Message(large));
        Assert.Contains("not UTF-8", Message(latin));

        static string Message(string path) => Assert.ThrowsExactly<PipelineFileException>(() => PipelineFile.Load(path)).Message;
    }

    [TestMethod]
    public void Load_ByteOrderMark_IsAccepted()
    {
        using var folder = new TemporaryFolder();

        Assert.AreEqual("sample", PipelineFile.Load(folder.File("a.yaml", "\uFEFF" + SamplePipeline.Text)).Experiment);
    }
}
