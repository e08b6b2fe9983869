using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>A training curve: mean and spread over seeds per step, thinned to what a figure can show.</summary>
internal sealed record Curve(double[] Steps, double[] Means, double[] Errors)
{
    public static Curve Of(IEnumerable<ResultRecord> records, double factor, int mostPoints)
    {
        (int Step, SeedMean Value)[] points = [.. SeedMean.By(records, record => record.Step!.Value)
            .Where(point => point.Value.HasValue)
            .Select(point => (point.Key, point.Value))
            .OrderBy(point => point.Key)];
        int perPoint = Math.Max(1, (points.Length + mostPoints - 1) / mostPoints);
        (int Step, SeedMean Value)[][] parts = [.. points.Chunk(perPoint)];
        return new Curve(
            [.. parts.Select(part => part.Average(point => (double)point.Step))],
            [.. parts.Select(part => factor * part.Average(point => point.Value.Mean))],
            [.. parts.Select(part => factor * part.Average(point => point.Value.Error))]);
    }
}
