namespace MlNetMasks.Cli.Tests.BadInput;

[TestClass]
public sealed class UsageTests
{
    [TestMethod]
    [DataRow("a verb is missing; use one of run, validate, evaluate, list, report, data, doctor, or see 'mlnetmasks --help'.")]
    [DataRow("'bogus' is no verb; use one of run,", "bogus")]
    [DataRow("Required argument 'FILE' missing for command: 'run'; see 'mlnetmasks run --help'.", "run")]
    [DataRow("Required argument 'DIR' missing for command: 'report'; see 'mlnetmasks report --help'.", "report")]
    [DataRow("'extra' is not expected here; see 'mlnetmasks doctor --help'.", "doctor", "extra")]
    [DataRow("'--seeds' is not expected here; see 'mlnetmasks validate --help'.", "validate", "FILE", "--seeds")]
    [DataRow("--threads is '-1'; it must be a whole number from 0 to 1024; see", "run", "FILE", "--threads", "-1")]
    [DataRow("--threads is '-1'; it must be", "run", "FILE", "--threads=-1")]
    [DataRow("--threads is '1025'; it must be", "run", "FILE", "--threads", "1025")]
    [DataRow("--threads is 'two'; it must be", "run", "FILE", "--threads", "two")]
    [DataRow("--seed is '1.5'; it must be a whole number from 0 to 2147483647; see", "run", "FILE", "--seed", "1.5")]
    [DataRow("--seed is '-1'; it must be", "validate", "FILE", "--seed", "-1")]
    [DataRow("--seed is '99999999999'; it must be", "evaluate", "MODEL", "FILE", "--seed", "99999999999")]
    [DataRow("Option '--seed' expects a single argument but 2 were provided; see", "run", "FILE", "--seed", "1", "--seed", "2")]
    [DataRow("--seeds 'nonsense': 'nonsense' is not a seed or a range; write for example 1, 1-3 or 1,4,7", "run", "FILE", "--seeds", "nonsense")]
    [DataRow("--seeds '3-1': the range '3-1' runs backwards; write 1-3.", "run", "FILE", "--seeds", "3-1")]
    [DataRow("--seed and --seeds were both given; use one of them.", "run", "FILE", "--seeds", "1-3", "--seed", "1")]
    [DataRow("Required argument missing for option: '--set'; see", "run", "FILE", "--set")]
    [DataRow("Required argument missing for option: '--out'; see", "run", "FILE", "--out=")]
    [DataRow("@nothing: the pipeline file does not exist", "run", "@nothing")]
    [DataRow("none.yaml: the pipeline file does not exist (looked in '", "run", "none.yaml")]
    [DataRow("none.yaml: the pipeline file does not exist (looked in '", "validate", "none.yaml")]
    [DataRow("There is no folder 'none'; name a folder with pipeline files.", "list", "none")]
    [DataRow("a verb is missing; use one of list, fetch, verify, or see 'mlnetmasks data --help'.", "data")]
    [DataRow("'get' is no verb; use one of list, fetch, verify, or see 'mlnetmasks data --help'.", "data", "get")]
    [DataRow("Required argument 'NAME' missing for command: 'fetch'; see 'mlnetmasks data fetch --help'.", "data", "fetch")]
    [DataRow("There is no data set 'skan'; did you mean 'scan'? There are cifar10, mathematics, mnist, scan.", "data", "fetch", "skan")]
    [DataRow("There is no data set 'imagenet'; use one of cifar10, mathematics, mnist, scan.", "data", "verify", "imagenet")]
    [DataRow("There is no folder '", "data", "fetch", "scan", "--from", "none", "--cache", "none")]
    [DataRow("--cache is empty; name a folder.", "data", "list", "--cache", "")]
    [DataRow("--from is empty; name the folder that holds the files.", "data", "fetch", "scan", "--from", " ", "--cache", "none")]
    [DataRow("There is no folder 'none'. Give a run folder", "report", "none")]
    public void Call_ThatCannotBe_IsOneLineWithTheRemedy(string message, params string[] args) => CommandResult.Of(args).Refused(ExitCode.BadUsageOrInput, message);

    [TestMethod]
    public void Call_OnAFolderOrAnEmptyOne_SaysWhatItNeeds()
    {
        using var folder = new TemporaryFolder();
        foreach (var verb in new[] { "run", "validate" })
        {
            CommandResult.Of(verb, folder.Path).Refused(ExitCode.BadUsageOrInput, "this is a folder; give the path of a pipeline file (*.yaml).");
        }

        CommandResult.Of("list", folder.Path).Refused(ExitCode.BadUsageOrInput, "has no pipeline file (*.yaml); name a folder that has.");
        CommandResult.Of("report", folder.Path).Refused(ExitCode.BadUsageOrInput, "holds no complete run", "Give the folder that a run was written to");
    }

    [TestMethod]
    public void Evaluate_WithoutAnswerableQuestion_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        CommandResult.Of("evaluate", "none.zip", file, "--variant", "small").Refused(ExitCode.BadUsageOrInput, "The model file 'none.zip' does not exist (looked in '", "check the path");
        CommandResult.Of("evaluate", folder.Path, file, "--variant", "small").Refused(ExitCode.BadUsageOrInput, "is a folder; give the path of a model file");
        CommandResult.Of("evaluate", file, file, "--variant", "small").Refused(ExitCode.BadUsageOrInput, "cannot be read as a model", "is not a complete ZIP archive", "restore it from a copy");
        CommandResult.Of("evaluate", "none.zip", file).Refused(ExitCode.BadUsageOrInput, "The file has 2 variants (small  [8x2]); choose one with --variant.");
        CommandResult.Of("evaluate", "none.zip", file, "--variant", "small", "--out", "x.txt").Refused(ExitCode.BadUsageOrInput, "--out is 'x.txt'; its ending must be .csv or .parquet.");
    }
}
