namespace MlNetMasks.Cli.Tests.BadInput;

[TestClass]
public sealed class BadPipelineTests
{
    [TestMethod]
    [DataRow("digits: 1", "digits: 7", "tiny.yaml: line 3, column 33: expected a whole number from 1 to 6, found '7'.")]
    [DataRow("digits: 1", "digits: one", "tiny.yaml: line 3, column 33: expected a whole number from 1 to 6, found 'one'.")]
    [DataRow("steps: 20,", "steps: 0,", "tiny.yaml: line 5, column 20: expected a whole number from 1 to 100000000, found '0'.")]
    [DataRow("learning_rate: 5e-2", "learning_rat: 5e-2", "tiny.yaml: line 7, column 42: unknown key 'learning_rat'; did you mean 'learning_rate'?")]
    [DataRow("batch_size: 16, l", "batch_size: 18, l", "batch_size 18 is not a multiple of samples 4")]
    [DataRow("hidden: [8] }", "hidden: [8 }", "tiny.yaml: line 4, column 43: this is not valid YAML")]
    [DataRow("equals: mul } }\nevaluate", "equals: add } }\nevaluate", "mask 'mul' has the same rows, slots and replicate index as mask 'add'")]
    [DataRow("equals: mul } }\nevaluate", "equals: multiply } }\nevaluate", "tiny.yaml: line 11, column 55: the column 'Operation' has no value 'multiply'")]
    [DataRow("column: Operation, equals: mul } }\nevaluate", "column: Operator, equals: mul } }\nevaluate", "tiny.yaml: line 11, column 36: the data has no column 'Operator' to choose rows by; did you mean 'Operation'?")]
    [DataRow("role: control }", "role: control, slots: [1] }", "slots [1] name an output slot that does not exist; this data has slots 0 to 0.")]
    [DataRow("hidden: [8] }", "hidden: [65536, 65536] }", "tiny.yaml: line 4, column 40: ", "every size must be at least 1 and their product at most 2147483647")]
    [DataRow("experiment: tiny", "experiment: \"tiny/[/]\"", "tiny.yaml: line 1, column 13: expected a name of")]
    public void Run_FileWithOneFault_IsRefusedWithPlaceAndLeavesNothing(string old, string replacement, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(old, TinyPipeline.Text);
        var file = folder.File("tiny.yaml", TinyPipeline.Text.Replace(old, replacement, StringComparison.Ordinal));
        foreach (var verb in new[] { "run", "validate" })
        {
            string[] args = [verb, file, "--variant", "small", .. verb == "run" ? new[] { "--out", folder["runs"] } : []];
            var line = CommandResult.Of(args).Expect(ExitCode.BadUsageOrInput).Faults[0];
            foreach (var part in parts)
            {
                Assert.Contains(part, line);
            }

            Assert.AreSequenceEqual(["tiny.yaml"], folder.Files);
        }
    }

    [TestMethod]
    [DataRow("there is no variant 'smal'; did you mean 'small'? The file has small, [8x2].", "--variant", "smal")]
    [DataRow("there is no scale 'papers'; did you mean 'paper'? The file has quick, paper.", "--scale", "papers")]
    [DataRow("--set pretrain.step=3: unknown key 'step'; did you mean 'steps'?", "--set", "pretrain.step=3")]
    [DataRow("--set pretrain.steps=many: expected a whole number from 1 to 100000000, found 'many'.", "--set", "pretrain.steps=many")]
    [DataRow("--set masks.functions.ad.beta=1: there is no item 'ad' in the list; did you mean 'add'?", "--set", "masks.functions.ad.beta=1")]
    [DataRow("--set nonsense: an override has the form path=value", "--set", "nonsense")]
    [DataRow("--set a..b=1: the path has an empty part", "--set", "a..b=1")]
    [DataRow("--set scales.quick=1: 'scales' cannot be overridden", "--set", "scales.quick=1")]
    [DataRow("--set network.hidden=[8: this is not valid YAML", "--set", "network.hidden=[8")]
    public void Run_OptionThatNamesNothing_IsRefusedWithTheNearest(string message, params string[] options)
    {
        using var folder = new TemporaryFolder();

        CommandResult.Of(["run", TinyPipeline.In(folder), "--out", folder["runs"], .. options]).Refused(ExitCode.BadUsageOrInput, message);
        Assert.AreSequenceEqual(["tiny.yaml"], folder.Files);
    }

    [TestMethod]
    public void Run_FileWithSeveralFaults_GivesALineToEach()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("tiny.yaml", TinyPipeline.Text.Replace("digits: 1", "digits: 9", StringComparison.Ordinal).Replace("steps: 20", "step: 20", StringComparison.Ordinal));

        var result = CommandResult.Of("run", file).Expect(ExitCode.BadUsageOrInput);

        Assert.HasCount(3, result.Faults, result.Error);
    }

    [TestMethod]
    public void Run_FiltersThatPickTheSameRows_AreFoundBeforeTraining()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.CsvIn(folder);
        // Written differently, so only the rows themselves tell.
        File.WriteAllText(file, TinyPipeline.Csv.Replace("evaluate:", "    - { name: b, rows: { column: kind, equals: b } }\nevaluate:", StringComparison.Ordinal));

        var result = CommandResult.Of("run", file, "--out", folder["runs"]);

        result.Refused(ExitCode.BadUsageOrInput, "tiny-csv.yaml: line 10", "'no-a'", "'b'", "same rows");
        Assert.DoesNotContain("pretrain", result.Error);
        Assert.IsFalse(Directory.Exists(folder["runs"]));
    }
}
