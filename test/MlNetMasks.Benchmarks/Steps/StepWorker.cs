namespace MlNetMasks.Benchmarks.Steps;

/// <summary>
/// A child process that does one kind of step of one net. It reads a number of steps per line, does them, and answers with the time of each
/// in milliseconds, the managed bytes per step and the peak of its memory; so the parent can take turns between the kinds.
/// </summary>
internal static class StepWorker
{
    public const string Verb = "step-worker";

    public static int Run(string netName, string kind)
    {
        StepKinds.Run(kind, StepNet.All.First(net => net.Name == netName), new StepTurns());
        return 0;
    }
}
