namespace MlNetMasks.Data;

/// <summary>The eight sets of the SCAN splits; each is a counting column of <see cref="ScanSource"/>, named as here.</summary>
public enum ScanSet
{
    /// <summary>Random split, training: four fifths of all commands.</summary>
    SimpleTrain,

    /// <summary>Random split, test: the other fifth.</summary>
    SimpleTest,

    /// <summary>Length split, training: commands of at most 22 actions.</summary>
    LengthTrain,

    /// <summary>Length split, test: commands of 24 to 48 actions.</summary>
    LengthTest,

    /// <summary>Jump split, training: commands without <c>jump</c>, and the bare command <c>jump</c> 1,467 times.</summary>
    JumpTrain,

    /// <summary>Jump split, test: commands with <c>jump</c>, except the bare one.</summary>
    JumpTest,

    /// <summary>Turn-left split, training: commands without <c>turn left</c>, and the bare command <c>turn left</c> 2,189 times.</summary>
    TurnLeftTrain,

    /// <summary>Turn-left split, test: commands with <c>turn left</c>, except the bare one.</summary>
    TurnLeftTest,
}
