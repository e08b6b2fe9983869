namespace MlNetMasks.Data;

/// <summary>How many examples of each difficulty a <see cref="MathematicsQuestions"/> looks at, and the seed of its draws.</summary>
/// <remarks>
/// The numbers are those before repeated questions are dropped: examples drawn, or the most question-answer pairs read from a file.
/// A difficulty with 0 is left out and its file not opened. For a module without extrapolate that number is not looked at.
/// </remarks>
public sealed record MathematicsOptions
{
    private const int MaxExamples = 10_000_000;

    /// <summary>Examples of <see cref="MathematicsDifficulty.Easy"/>.</summary>
    /// <value>0 to 10,000,000; default 666,666, as many as a released file has.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int EasyExamples { get; init => field = Checked(value, nameof(EasyExamples)); } = 666_666;

    /// <summary>Examples of <see cref="MathematicsDifficulty.Medium"/>.</summary>
    /// <value>0 to 10,000,000; default 666,666, as many as a released file has.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MediumExamples { get; init => field = Checked(value, nameof(MediumExamples)); } = 666_666;

    /// <summary>Examples of <see cref="MathematicsDifficulty.Hard"/>.</summary>
    /// <value>0 to 10,000,000; default 666,666, as many as a released file has.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int HardExamples { get; init => field = Checked(value, nameof(HardExamples)); } = 666_666;

    /// <summary>Examples of <see cref="MathematicsDifficulty.Interpolate"/>.</summary>
    /// <value>0 to 10,000,000; default 10,000, as many as a released file has.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int InterpolateExamples { get; init => field = Checked(value, nameof(InterpolateExamples)); } = 10_000;

    /// <summary>Examples of <see cref="MathematicsDifficulty.Extrapolate"/>, for the modules that have it.</summary>
    /// <value>0 to 10,000,000; default 10,000, as many as a released file has.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int ExtrapolateExamples { get; init => field = Checked(value, nameof(ExtrapolateExamples)); } = 10_000;

    /// <summary>Seed of the generated examples and of the choice of the questions held out.</summary>
    /// <value>Any number; default 1.</value>
    public int Seed { get; init; } = 1;

    internal int ExamplesOf(MathematicsModule module, MathematicsDifficulty difficulty) => difficulty switch
    {
        _ when !MathematicsFiles.Exists(module, difficulty) => 0,
        MathematicsDifficulty.Easy => EasyExamples,
        MathematicsDifficulty.Medium => MediumExamples,
        MathematicsDifficulty.Hard => HardExamples,
        MathematicsDifficulty.Interpolate => InterpolateExamples,
        _ => ExtrapolateExamples,
    };

    private static int Checked(int value, string name) => value is >= 0 and <= MaxExamples
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be in 0 to {MaxExamples}.");
}
