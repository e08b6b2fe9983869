namespace MlNetMasks.Data;

/// <summary>Draws the questions of one module and their answers. An instance has scratch memory: one per thread.</summary>
internal abstract class ModuleGenerator
{
    public static ModuleGenerator Of(MathematicsModule module) => MathematicsFiles.Checked(module) switch
    {
        MathematicsModule.AddOrSub => new AddOrSubGenerator(),
        MathematicsModule.Linear1D => new LinearEquationGenerator(),
        MathematicsModule.Differentiate => new DifferentiateGenerator(),
        MathematicsModule.Sort => new SortGenerator(),
        _ => new CollectGenerator(),
    };

    /// <summary>Smallest and largest entropy of a sample, in decimal digits.</summary>
    public static (double Low, double High) Entropies(MathematicsModule module, MathematicsDifficulty difficulty)
    {
        MathematicsFiles.CheckExists(module, difficulty);
        bool isAddOrSub = module == MathematicsModule.AddOrSub;
        (double low, double high) = isAddOrSub ? (4.0, 16.0) : (3.0, 10.0);
        double third = (high - low) / 3;
        return difficulty switch
        {
            MathematicsDifficulty.Easy => (low, low + third),
            MathematicsDifficulty.Medium => (low + third, low + (2 * third)),
            MathematicsDifficulty.Hard => (low + (2 * third), high),
            MathematicsDifficulty.Interpolate => isAddOrSub ? (12, 12) : (8, 8),
            _ => isAddOrSub ? (16, 20) : (12, 12),
        };
    }

    /// <summary>Draws a question and its answer; they may overflow, and are then to be drawn anew.</summary>
    /// <param name="random">Draws of the sample.</param>
    /// <param name="difficulty">Regime the entropy comes from.</param>
    /// <param name="entropy">Decimal digits of choice.</param>
    /// <param name="question">Receives the question; empty before.</param>
    /// <param name="answer">Receives the answer; empty before.</param>
    public abstract void Draw(
        SampleRandom random, MathematicsDifficulty difficulty, double entropy, BoundedText question, BoundedText answer);
}
