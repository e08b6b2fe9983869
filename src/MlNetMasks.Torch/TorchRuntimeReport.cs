namespace MlNetMasks.Torch;

/// <summary>What was found on this machine and done to it.</summary>
/// <param name="IsUsable">Whether libtorch could be started.</param>
/// <param name="Facts">Names and values, in the order to show them.</param>
public sealed record TorchRuntimeReport(bool IsUsable, IReadOnlyList<KeyValuePair<string, string>> Facts);
