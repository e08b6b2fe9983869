namespace MlNetMasks.Torch.Runtime;

/// <summary>Whether a process-wide setting of the native runtime was made.</summary>
internal enum RuntimeSettingState
{
    /// <summary>The setting was made.</summary>
    Applied,

    /// <summary>The user's own environment variables decide; they were left alone.</summary>
    SetByUser,

    /// <summary>The user switched the setting off.</summary>
    OptedOut,

    /// <summary>The native library was loaded before: the setting can no longer take effect.</summary>
    TooLate,

    /// <summary>The platform has no such setting, or refused it.</summary>
    NotSupported,
}
