using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Mathematics;

[TestClass]
public sealed class MathematicsSourceTests
{
    private static readonly MathematicsOptions s_small =
        new() { EasyExamples = 3000, MediumExamples = 2000, HardExamples = 1000, InterpolateExamples = 300, ExtrapolateExamples = 200 };

    [TestMethod]
    public void Schema_AnyModule_HasTokensLengthsTextsAndKeys()
    {
        var source = new MathematicsSource(MathematicsModule.Collect, DataSplit.Train, s_small);
        VBuffer<ReadOnlyMemory<char>> names = default;

        Assert.AreEqual(
            "Question Answer QuestionLength AnswerLength QuestionText AnswerText Difficulty Module",
            string.Join(' ', source.Schema.Select(static column => column.Name)));
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 160), source.Schema["Question"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 30), source.Schema["Answer"].Type);
        source.Schema["Answer"].Annotations.GetValue("TokenNames", ref names);
        Assert.AreEqual(MathematicsVocabulary.Characters, string.Concat(names.DenseValues()));
        Assert.AreEqual(MathematicsVocabulary.Characters.Length + 1, names.Length);
        source.Schema["Difficulty"].GetKeyValues(ref names);
        Assert.AreEqual("easy medium hard interpolate extrapolate", string.Join(' ', names.DenseValues()));
    }

    [TestMethod]
    public void Vocabulary_Characters_AreSortedAndDifferent()
    {
        CollectionAssert.AreEqual(
            MathematicsVocabulary.Characters.Distinct().Order().ToArray(), MathematicsVocabulary.Characters.ToCharArray());
        Assert.HasCount(54, MathematicsVocabulary.TokenNames);
        Assert.AreEqual("Solve x", MathematicsVocabulary.TextOf([.. "Solve x".Select(MathematicsVocabulary.TokenOf), 0, 0]));
    }

    [TestMethod]
    [DataRow(MathematicsModule.Linear1D)]
    [DataRow(MathematicsModule.Sort)]
    public void Splits_OfOneSeed_ShareNoQuestionAndHoldOutATenth(MathematicsModule module)
    {
        var questions = MathematicsQuestions.Generate(module, s_small);
        List<string> train = Texts(new MathematicsSource(questions, DataSplit.Train), "QuestionText");
        List<string> validation = Texts(new MathematicsSource(questions, DataSplit.Validation), "QuestionText");

        Assert.HasCount(train.Count + validation.Count, train.Concat(validation).ToHashSet());
        foreach (MathematicsDifficulty difficulty in Enum.GetValues<MathematicsDifficulty>())
        {
            int trained = questions.CountOf(DataSplit.Train, difficulty);
            int heldOut = questions.CountOf(DataSplit.Validation, difficulty);
            Assert.AreEqual(difficulty <= MathematicsDifficulty.Hard ? (trained + heldOut) / 10 : heldOut, heldOut);
            Assert.AreEqual(difficulty > MathematicsDifficulty.Hard, trained == 0);
        }

        Assert.IsLessThan(3000 + 300 + 500, questions.CountOf(DataSplit.Train, MathematicsDifficulty.Easy));
    }

    [TestMethod]
    public void Rows_EachColumn_DescribesTheSameExample()
    {
        var source = new MathematicsSource(MathematicsModule.AddOrSub, DataSplit.Validation, s_small);
        List<string> questions = Texts(source, "QuestionText");
        List<string> answers = Texts(source, "AnswerText");
        List<VBuffer<byte>> tokens = Vectors(source, "Question");
        List<int> lengths = RowReading.Values<int>(source, "QuestionLength");
        List<int> answerLengths = RowReading.Values<int>(source, "AnswerLength");
        List<uint> difficulties = RowReading.Values<uint>(source, "Difficulty");

        Assert.HasCount((int)source.RowCount, questions);
        CollectionAssert.AreEqual(difficulties.Order().ToList(), difficulties);
        CollectionAssert.AreEqual(new uint[] { 1, 2, 3, 4, 5 }, difficulties.Distinct().ToArray());
        Assert.IsTrue(RowReading.Values<uint>(source, "Module").All(static key => key == 1));
        for (int i = 0; i < questions.Count; i++)
        {
            Assert.AreEqual(MathematicsAnswer.Of(MathematicsModule.AddOrSub, questions[i]), answers[i]);
            Assert.AreEqual(questions[i].Length, lengths[i]);
            Assert.AreEqual(answers[i].Length, answerLengths[i]);
            Assert.AreEqual(questions[i], MathematicsVocabulary.TextOf(tokens[i].GetValues()));
            Assert.IsFalse(tokens[i].GetValues()[lengths[i]..].ContainsAnyExcept((byte)0));
        }
    }

    [TestMethod]
    public void Rows_GeneratedInParallel_AreTheGeneratorsExamplesInOrder()
    {
        var options = new MathematicsOptions { EasyExamples = 10_000, MediumExamples = 0, HardExamples = 0, InterpolateExamples = 0, Seed = 5 };
        var questions = MathematicsQuestions.Generate(MathematicsModule.Linear1D, options);
        var heldOut = Texts(new MathematicsSource(questions, DataSplit.Validation), "QuestionText").ToHashSet();
        var generator = new MathematicsGenerator(MathematicsModule.Linear1D, 5);

        List<string> expected =
            [.. Enumerable.Range(0, 10_000).Select(i => generator.Example(MathematicsDifficulty.Easy, i).Question).Distinct().Where(text => !heldOut.Contains(text))];

        CollectionAssert.AreEqual(expected, Texts(new MathematicsSource(questions, DataSplit.Train), "QuestionText"));
    }

    [TestMethod]
    public void Rows_ManyCursors_AreThoseOfOne()
    {
        var source = new MathematicsSource(MathematicsModule.Sort, DataSplit.Train, s_small);
        List<string> expected = Texts(source, "QuestionText");
        DataViewSchema.Column column = source.Schema["QuestionText"];
        var texts = new List<string>();
        foreach (DataViewRowCursor cursor in source.GetRowCursorSet([column], 3))
        {
            using (cursor)
            {
                ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
                ReadOnlyMemory<char> text = default;
                while (cursor.MoveNext())
                {
                    getter(ref text);
                    texts.Add(text.ToString());
                }
            }
        }

        CollectionAssert.AreEquivalent(expected, texts);
    }

    [TestMethod]
    [DataRow(MathematicsModule.AddOrSub, "b5d5db8ea0c06433")]
    [DataRow(MathematicsModule.Linear1D, "40a1716579e766ff")]
    [DataRow(MathematicsModule.Differentiate, "d2d32bad816bb792")]
    [DataRow(MathematicsModule.Sort, "9f67c01ac6e04aa0")]
    [DataRow(MathematicsModule.Collect, "8b606627264edd49")]
    public void Rows_SeedOne_StayWhatTheyWereInEveryRelease(MathematicsModule module, string start)
    {
        var options = new MathematicsOptions
        {
            EasyExamples = 500,
            MediumExamples = 500,
            HardExamples = 500,
            InterpolateExamples = 100,
            ExtrapolateExamples = 20,
        };

        StringAssert.StartsWith(
            DataFingerprint.Of(new MathematicsSource(module, DataSplit.Validation, options)).Sha256, start, StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(2, 1)]
    [DataRow(19, 1)]
    [DataRow(20, 2)]
    public void HeldOut_FewQuestions_IsATenthButAtLeastOneOfTwo(int examples, int heldOut)
    {
        var options = new MathematicsOptions { EasyExamples = examples, MediumExamples = 0, HardExamples = 0, InterpolateExamples = 0 };
        var questions = MathematicsQuestions.Generate(MathematicsModule.Differentiate, options);

        Assert.AreEqual(heldOut, questions.CountOf(DataSplit.Validation, MathematicsDifficulty.Easy));
        Assert.AreEqual(examples - heldOut, questions.CountOf(DataSplit.Train, MathematicsDifficulty.Easy));
    }

    [TestMethod]
    public void Options_NegativeExamples_NameTheRange()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MathematicsOptions { HardExamples = -1 });

        Assert.AreEqual("HardExamples", error.ParamName);
        StringAssert.Contains(error.Message, "0 to 10000000", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Names_UnknownModuleOrDifficulty_ListTheKnownOnes()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => MathematicsFiles.ModuleOf("sort")).Message, "comparison__sort", StringComparison.Ordinal);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => MathematicsFiles.DifficultyOf("Easy")).Message, "easy, medium", StringComparison.Ordinal);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MathematicsSource((MathematicsModule)9, DataSplit.Train, s_small));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MathematicsSource(MathematicsModule.Sort, (DataSplit)9, s_small));
    }

    [TestMethod]
    public void TokenColumn_NamedPaddingOrNoToken_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(
            () => GeneratedColumn.Tokens("Question", 3, ["a", "b"], static (MathematicsRow row) => row.Question));
        Assert.ThrowsExactly<ArgumentException>(
            () => GeneratedColumn.Tokens("Question", 3, [""], static (MathematicsRow row) => row.Question));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => GeneratedColumn.Tokens("Question", 0, ["", "b"], static (MathematicsRow row) => row.Question));
    }

    private static List<string> Texts(IDataView view, string column) =>
        [.. RowReading.Values<ReadOnlyMemory<char>>(view, column).Select(static text => text.ToString())];

    private static List<VBuffer<byte>> Vectors(MathematicsSource source, string name)
    {
        DataViewSchema.Column column = source.Schema[name];
        using DataViewRowCursor cursor = source.GetRowCursor([column]);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(column);
        var vectors = new List<VBuffer<byte>>();
        while (cursor.MoveNext())
        {
            VBuffer<byte> vector = default;
            getter(ref vector);
            vectors.Add(vector);
        }

        return vectors;
    }
}
