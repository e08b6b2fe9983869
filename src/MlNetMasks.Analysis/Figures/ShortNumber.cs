using System.Globalization;

namespace MlNetMasks.Analysis;

/// <summary>Large numbers in little room: 950, 12.3k, 1.97M.</summary>
internal static class ShortNumber
{
    public static string Of(double value) => Math.Abs(value) switch
    {
        >= 999_500 => Digits(value / 1e6) + "M",
        >= 999.5 => Digits(value / 1e3) + "k",
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    private static string Digits(double value) => value.ToString(Math.Abs(value) >= 99.95 ? "0" : Math.Abs(value) >= 9.995 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
