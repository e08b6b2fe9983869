namespace MlNetMasks.Torch.Runtime;

/// <summary>One process-wide setting and what was done about it.</summary>
/// <param name="State">Whether it was made.</param>
/// <param name="Detail">The values in words.</param>
internal sealed record RuntimeSetting(RuntimeSettingState State, string Detail)
{
    /// <summary>The line that a report shows.</summary>
    public override string ToString() => State switch
    {
        RuntimeSettingState.Applied => Detail,
        RuntimeSettingState.SetByUser => $"as the environment says ({Detail})",
        RuntimeSettingState.TooLate => $"default, too late ({Detail})",
        _ => $"default ({Detail})",
    };
}
