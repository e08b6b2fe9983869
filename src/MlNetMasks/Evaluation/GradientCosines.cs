using System.Globalization;
using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks;

/// <summary>Cosines between the gradient of the whole network and of the network with masks on its last modules.</summary>
/// <param name="Records">One record per mask and number of masked modules, which stands in the unit.</param>
/// <param name="Modules">Names of the network's modules, input to output.</param>
public sealed record GradientCosines(IReadOnlyList<ResultRecord> Records, IReadOnlyList<string> Modules)
{
    /// <summary>The cosine of one mask.</summary>
    /// <param name="mask">Name of the mask.</param>
    /// <param name="maskedModules">Number of modules at the end of the network that are masked, 0 to all.</param>
    /// <returns>A value in [-1, 1], 1 at 0; NaN where a gradient is zero.</returns>
    /// <exception cref="ArgumentException">There is no such mask, or the network has not so many modules.</exception>
    public double Value(string mask, int maskedModules)
    {
        var unit = maskedModules.ToString(CultureInfo.InvariantCulture);
        return Records.FirstOrDefault(record => record.Mask == mask && record.Unit == unit)?.Value
            ?? throw new ArgumentException($"There is no gradient cosine of mask '{mask}' with {maskedModules} masked modules; the network has {Modules.Count} modules, check what was asked for.");
    }

    /// <summary>The cosines as a table: columns <c>Mask</c>, <c>MaskedModules</c>, <c>Module</c> (the first masked one, empty at 0), <c>gradient-cosine</c>.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame ToDataFrame()
    {
        int[] counts = [.. Records.Select(record => int.Parse(record.Unit, CultureInfo.InvariantCulture))];
        return new DataFrame(
            new StringDataFrameColumn(nameof(ResultRecord.Mask), Records.Select(record => record.Mask)),
            new Int32DataFrameColumn("MaskedModules", counts),
            new StringDataFrameColumn("Module", counts.Select(count => count == 0 ? "" : Modules[^count])),
            new DoubleDataFrameColumn(Metrics.GradientCosine, Records.Select(record => record.Value)));
    }

    /// <summary>Compares what was found.</summary>
    /// <param name="other">The cosines to compare with.</param>
    /// <returns>Whether both hold the same records of the same modules.</returns>
    public bool Equals(GradientCosines? other) => other is not null && Records.SequenceEqual(other.Records) && Modules.SequenceEqual(other.Modules);

    /// <inheritdoc/>
    public override int GetHashCode() => Modules.Aggregate(Records.Count, HashCode.Combine);
}
