using BenchmarkDotNet.Running;
using MlNetMasks.Benchmarks.Steps;

return args switch
{
    ["steps", .. var rest] => StepBenchmark.Run(rest),
    ["decode"] => DecodingBenchmark.Run(),
    [StepWorker.Verb, var net, var kind] => StepWorker.Run(net, kind),
    _ => BenchmarkSwitcher.FromAssembly(typeof(StepBenchmark).Assembly).Run(args) is { } ? 0 : 1,
};
