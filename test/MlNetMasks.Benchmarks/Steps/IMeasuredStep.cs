namespace MlNetMasks.Benchmarks.Steps;

/// <summary>One kind of step of one net.</summary>
internal interface IMeasuredStep : IDisposable
{
    void Step();
}
