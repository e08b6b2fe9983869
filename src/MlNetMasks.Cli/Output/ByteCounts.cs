using System.Globalization;

namespace MlNetMasks.Cli.Output;

/// <summary>Numbers of bytes as people read them.</summary>
internal static class ByteCounts
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    public static string Text(long count)
    {
        double value = count;
        var unit = 0;
        // 1023.95 would be shown as 1024.0.
        while (value >= 1023.95 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {Units[unit]}");
    }
}
