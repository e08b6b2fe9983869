namespace MlNetMasks.Cli;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadUsageOrInput = 2;
    public const int GateFailed = 3;
    public const int Cancelled = 130;
}
