using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlNetMasks.Torch;

/// <summary>Range checks of options with one wording.</summary>
internal static class OptionRange
{
    /// <summary>Returns the value when it lies in [minimum, maximum].</summary>
    public static T Check<T>(T value, T minimum, T maximum, [CallerMemberName] string option = "")
        where T : INumber<T>
    {
        return value >= minimum && value <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(
                option,
                string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must lie between {minimum} and {maximum}."));
    }
}
