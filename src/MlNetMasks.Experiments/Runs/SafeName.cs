using System.Text.RegularExpressions;

namespace MlNetMasks.Experiments.Runs;

/// <summary>Which names may become folders, file names and column names on every system.</summary>
internal static partial class SafeName
{
    public const string FolderRule = "1 to 80 letters, digits and - _ . , + = [ ], starting with a letter, a digit or [ and not ending with '.'";
    public const string StageRule = "1 to 80 letters, digits, - and _, starting with a letter or a digit";
    public const string FolderPattern = @"^[A-Za-z0-9\[](?:[A-Za-z0-9_.,+=\[\]-]{0,78}[A-Za-z0-9_,+=\[\]-])?$";
    public const string StagePattern = "^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$";

    public static bool IsFolder(string name) => FolderNames().IsMatch(name) && !name.Contains('\n', StringComparison.Ordinal) && !IsDevice(name);

    public static bool IsStage(string name) => StageNames().IsMatch(name) && !name.Contains('\n', StringComparison.Ordinal) && !IsDevice(name);

    /// <summary>Names that Windows keeps for devices, with any extension.</summary>
    private static bool IsDevice(string name) => DeviceNames().IsMatch(name);

    [GeneratedRegex(FolderPattern, RegexOptions.CultureInvariant)]
    private static partial Regex FolderNames();

    [GeneratedRegex(StagePattern, RegexOptions.CultureInvariant)]
    private static partial Regex StageNames();

    [GeneratedRegex(@"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DeviceNames();
}
