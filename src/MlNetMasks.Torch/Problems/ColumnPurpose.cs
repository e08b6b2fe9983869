namespace MlNetMasks.Torch;

/// <summary>What a problem reads a column for.</summary>
public enum ColumnPurpose
{
    /// <summary>Fed to the network: needed always.</summary>
    Input,

    /// <summary>The right answer: needed to train and to tell whether an answer is right.</summary>
    Target,

    /// <summary>Needed only for a confusion table; without it there is none.</summary>
    Confusion,
}
