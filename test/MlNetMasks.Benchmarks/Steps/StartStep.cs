using MlNetMasks.Torch;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>libtorch alone: its memory is what the others' peaks are compared with.</summary>
internal sealed class StartStep : IMeasuredStep
{
    public StartStep() => TorchRuntime.Initialize();

    public void Step()
    {
        using var scope = NewDisposeScope();
        _ = zeros(128, 128).mm(zeros(128, 128));
    }

    public void Dispose()
    {
    }
}
