namespace MlNetMasks.Data;

/// <summary>
/// Makes questions of one module of the Mathematics Dataset (Saxton et al. 2019) with the published distribution. Every example is a pure
/// function of seed, module, difficulty and index: any example can be made without the ones before it, on any thread and platform.
/// </summary>
/// <remarks>
/// A sample whose question has more than 160 or whose answer has more than 30 characters is thrown away and drawn anew, which is part of
/// the distribution. Answers are computed in exact arithmetic. Polynomials are printed by the plain rule of the released version 1.0
/// (<c>-2*x + 5</c>). Questions can repeat, in this generator as in the released files.
/// </remarks>
public sealed class MathematicsGenerator
{
    /// <summary>Creates the generator.</summary>
    /// <param name="module">Kind of question.</param>
    /// <param name="seed">Seed of the draws; default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The module is unknown.</exception>
    public MathematicsGenerator(MathematicsModule module, int seed = 1)
    {
        Module = MathematicsFiles.Checked(module);
        Seed = seed;
    }

    /// <summary>Kind of question.</summary>
    public MathematicsModule Module { get; }

    /// <summary>Seed of the draws.</summary>
    public int Seed { get; }

    /// <summary>Makes an example; safe to call from several threads.</summary>
    /// <param name="difficulty">Regime of the question.</param>
    /// <param name="index">Index of the example, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The difficulty is unknown or the index is negative.</exception>
    /// <exception cref="ArgumentException">The module has no such difficulty.</exception>
    public MathematicsExample Example(MathematicsDifficulty difficulty, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var drawing = new MathematicsDrawing(this, difficulty);
        drawing.Draw(index);
        return new MathematicsExample(drawing.Question.ToString(), drawing.Answer.ToString());
    }
}
