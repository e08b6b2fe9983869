namespace MlNetMasks.Data;

/// <summary>
/// Computes the answer to a question from its text alone, in exact arithmetic, with a parser and printer of its own: a check of generated
/// examples and of released files, and of a network's answers to new questions.
/// </summary>
public static class MathematicsAnswer
{
    /// <summary>Computes the answer to a question.</summary>
    /// <param name="module">Kind of question.</param>
    /// <param name="question">Question as the module words it, at most 160 characters.</param>
    /// <returns>The answer as the data set prints it; it may be longer than 30 characters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The module is unknown.</exception>
    /// <exception cref="FormatException">The text is not a question of this module.</exception>
    public static string Of(MathematicsModule module, string question)
    {
        MathematicsFiles.Checked(module);
        ArgumentNullException.ThrowIfNull(question);
        string? answer = question.Length > MathematicsVocabulary.MaxQuestionLength ? null : module switch
        {
            MathematicsModule.AddOrSub => AddOrSubAnswer.Of(question),
            MathematicsModule.Linear1D => LinearEquationAnswer.Of(question),
            MathematicsModule.Differentiate => DifferentiateAnswer.Of(question),
            MathematicsModule.Sort => SortAnswer.Of(question),
            _ => CollectAnswer.Of(question),
        };
        return answer ?? throw new FormatException(
            $"'{question}' is not a question of the module {MathematicsFiles.NameOf(module)}, which looks like '{ExampleOf(module)}' and has at most "
            + $"{MathematicsVocabulary.MaxQuestionLength} characters.");
    }

    private static string ExampleOf(MathematicsModule module) => module switch
    {
        MathematicsModule.AddOrSub => "What is 3 minus -0.4?",
        MathematicsModule.Linear1D => "Solve 0 = -15*a + 17*a + 2 for a.",
        MathematicsModule.Differentiate => "What is the second derivative of 3*a**2*b - b wrt a?",
        MathematicsModule.Sort => "Put -2/13, -3, 9, 1.5 in descending order.",
        _ => "Collect the terms in 4*x + 3 - 9*x.",
    };
}
