namespace MlNetMasks.Data;

/// <summary>Makes examples of one module and difficulty one after another; scratch memory of one thread.</summary>
internal sealed class MathematicsDrawing
{
    private readonly ModuleGenerator _generator;
    private readonly MathematicsDifficulty _difficulty;
    private readonly (double Low, double High) _entropies;
    private readonly CounterRandom _random;
    private readonly BoundedText _question = new(MathematicsVocabulary.MaxQuestionLength);
    private readonly BoundedText _answer = new(MathematicsVocabulary.MaxAnswerLength);

    public MathematicsDrawing(MathematicsGenerator source, MathematicsDifficulty difficulty)
    {
        _entropies = ModuleGenerator.Entropies(source.Module, MathematicsFiles.Checked(difficulty));
        _generator = ModuleGenerator.Of(source.Module);
        _difficulty = difficulty;
        _random = new CounterRandom(
            source.Seed, $"mathematics/{MathematicsFiles.NameOf(source.Module)}/{MathematicsFiles.NameOf(difficulty)}");
    }

    public ReadOnlySpan<char> Question => _question.Characters;

    public ReadOnlySpan<char> Answer => _answer.Characters;

    public void Draw(long index)
    {
        var random = new SampleRandom(_random, index);
        do
        {
            _question.Clear();
            _answer.Clear();
            double entropy = random.Uniform(_entropies.Low, _entropies.High);
            _generator.Draw(random, _difficulty, entropy, _question, _answer);
        }
        while (_question.Overflowed || _answer.Overflowed);
    }
}
