using System.Globalization;
using System.Text;

namespace MlNetMasks.Data.Tests.Flowers;

/// <summary>
/// The procedure behind data/flowers.csv: 300 invented flowers of three invented species, taking turns, each measure drawn from its
/// species' own Gaussian (Box-Muller over counter-based uniforms, seed 2021). The Gaussians overlap; nothing was ever measured.
/// </summary>
internal static class SyntheticFlowers
{
    public const int RowCount = 300;

    private static readonly (string Name, int Decimals)[] s_measures =
        [("stem_length", 1), ("stem_width", 2), ("petal_length", 2), ("petal_width", 2)];

    // Mean and standard deviation of each measure, in centimetres.
    private static readonly (string Name, (double Mean, double Deviation)[] Measures)[] s_species =
    [
        ("synthetic-tall", [(58, 10), (0.46, 0.09), (2.5, 0.5), (1.2, 0.3)]),
        ("synthetic-broad", [(42, 9), (0.68, 0.11), (3.2, 0.55), (1.85, 0.35)]),
        ("synthetic-dwarf", [(28, 8), (0.52, 0.1), (2.0, 0.45), (1.45, 0.3)]),
    ];

    public static string ToCsv()
    {
        var random = new CounterRandom(2021, "synthetic flowers");
        var csv = new StringBuilder();
        csv.AppendJoin(',', s_measures.Select(static measure => measure.Name)).Append(",species\n");
        for (int flower = 0; flower < RowCount; flower++)
        {
            (string species, (double Mean, double Deviation)[] measures) = s_species[flower % s_species.Length];
            for (int i = 0; i < measures.Length; i++)
            {
                double value = measures[i].Mean + (measures[i].Deviation * Gaussian(random, flower, i));
                csv.Append(value.ToString($"F{s_measures[i].Decimals}", CultureInfo.InvariantCulture)).Append(',');
            }

            csv.Append(species).Append('\n');
        }

        return csv.ToString();
    }

    private static double Gaussian(CounterRandom random, int flower, int measure) =>
        Math.Sqrt(-2 * Math.Log(random.Uniform(flower, 2 * measure))) * Math.Cos(Math.Tau * random.Uniform(flower, (2 * measure) + 1));
}
