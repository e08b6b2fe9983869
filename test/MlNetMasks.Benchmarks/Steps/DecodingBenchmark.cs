using System.Diagnostics;
using System.Globalization;
using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>
/// How long the paper's SCAN networks take to answer 1,000 commands on their own. No row is allowed to end, so that every answer has the most steps there are: a trained
/// network, whose answers have a third of them in the mean, is faster.
/// </summary>
internal static class DecodingBenchmark
{
    private const int Commands = 1000;
    private const int Repetitions = 5;

    public static int Run()
    {
        Measure("scan-lstm", new EncoderDecoderLstmNetwork(200), "decoder.output_projection.bias");
        Measure("scan-transformer", new TransformerNetwork(100) { HeadCount = 4, FeedForwardSize = 200 }, "output_map.bias");
        return 0;
    }

    private static void Measure(string name, NetworkSpec network, string outputBias)
    {
        var (problem, table) = SequenceRows.Scan(Commands);
        var weights = NetworkWeights.Initialize(network, problem.Shape, key: 1);
        weights.Arena.Span(weights.Arena.Layout.IndexOf(outputBias))[^1] = -1e6f; // the end token is the last
        using var predictor = new NetworkPredictor(problem, weights);
        predictor.Count(table, slots: null); // warm-up
        var times = new double[Repetitions];
        for (var i = 0; i < Repetitions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            predictor.Count(table, slots: null);
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Commands:N0} commands decoded in {times.Min():0.00} to {times.Max():0.00} s, {Repetitions} times"));
    }
}
