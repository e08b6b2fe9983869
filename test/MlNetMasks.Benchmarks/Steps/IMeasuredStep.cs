namespace MlNetMasks.Benchmarks.Steps;

/// <summary>One kind of step of one net, as a call.</summary>
internal interface IMeasuredStep : IDisposable
{
    void Step();
}
