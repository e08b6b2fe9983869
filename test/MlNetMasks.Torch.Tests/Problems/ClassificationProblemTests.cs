using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Problems;

[TestClass]
public sealed class ClassificationProblemTests
{
    private static readonly BoundProblem Problem = Tiny.Classification(features: 2, classes: 3);

    [TestMethod]
    public void Bind_ToFeaturesAndClasses_HasTheirSizes()
    {
        Assert.AreEqual(new NetworkShape(2, 3), Problem.Shape);
        Assert.AreEqual(1, Problem.OutputSlotCount);
        CollectionAssert.AreEqual(Tiny.Classes[..3], Problem.Answer.KeyNames.ToArray());
        CollectionAssert.AreEqual(Tiny.Classes[..3], Problem.Confusion!.AnsweredClasses.ToArray());
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Tiny.Classification(2, classes: 1)).Message, "at least 2 classes");
    }

    [TestMethod]
    public void EncodeAndLoss_OfABatch_AreFeaturesAndMeanCrossEntropy()
    {
        using var scope = NewDisposeScope();
        using var batch = Problem.CreateBatch(2);
        Problem.Encode(Table([1, 2, 3, 4], [2, 0]), [1, 0], batch, withTargets: true);
        var output = tensor([0f, 1, 2, 3, 1, 0]).view(2, 1, 3);

        CollectionAssert.AreEqual(new[] { 3f, 4f, 1f, 2f }, batch.Input.data<float>().ToArray());
        var expected = ((Math.Log(1 + Math.E + Math.Exp(2)) - 0) + (Math.Log(Math.Exp(3) + Math.E + 1) - 0)) / 2;
        Assert.AreEqual(expected, Problem.Loss(output, batch, slots: null).item<float>(), 1e-6);
    }

    [TestMethod]
    public void Read_WithoutALabelColumn_StillAnswers()
    {
        using var scope = NewDisposeScope();
        var table = new ExampleTable([new ExampleColumn<float>("Features", 2, [1, 2])]);
        var answers = Problem.CreateAnswers(1);

        Problem.Read(tensor([0f, 5, 1]).view(1, 1, 3), table, [0], slots: null, withTargets: false, answers);

        Assert.AreEqual(1, answers.Symbols[0]);
    }

    [TestMethod]
    public void Validate_OfBadValues_NamesColumnRowAndRemedy()
    {
        Problem.Validate(Table([1, 2, 3, 4], [2, 0]), withTargets: true, firstRow: 0);
        Problem.Validate(Table([1, 2, 3, 4], [-1, 9]), withTargets: false, firstRow: 0);
        AssertRefused("Column 'Features' holds NaN in row 11, slot 0; a finite number was expected. Replace or filter", Table([1, 2, float.NaN, 4], [2, 0]));
        AssertRefused("Column 'Label' is missing in row 11; filter rows without a label", Table([1, 2, 3, 4], [2, -1]));
        AssertRefused("Column 'Label' holds key 3 in row 10; a key from 0 to 2", Table([1, 2, 3, 4], [3, 0]));
        AssertRefused("Column 'Features' has 1 values per row; 2 were expected.", new ExampleTable([new ExampleColumn<float>("Features", 1, [1])]));

        static void AssertRefused(string message, ExampleTable table)
            => StringAssert.StartsWith(Assert.ThrowsExactly<InvalidDataException>(() => Problem.Validate(table, withTargets: true, firstRow: 10)).Message, message);
    }

    [TestMethod]
    public void CategoricalProblem_OfNoSymbols_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new Categorical([]));
        Assert.ThrowsExactly<ArgumentException>(() => new Categorical([0, -1]));
        Assert.AreEqual(4, new Categorical([0, 0, 3]).OutputSlotCount);
    }

    private static ExampleTable Table(float[] features, int[] labels)
        => new([new ExampleColumn<float>("Features", 2, features), new ExampleColumn<int>("Label", 1, labels)]);

    private sealed class Categorical(IReadOnlyList<int> slots) : CategoricalProblem(1, 2, slots)
    {
        public override AnswerShape Answer { get; } = new(slots.Count, []);

        public override ConfusionShape? Confusion => null;

        public override void Validate(ExampleTable table, bool withTargets, long firstRow)
        {
        }

        protected override void EncodeInput(ExampleTable table, int row, Span<float> input) => input.Clear();

        protected override void ReadTarget(ExampleTable table, int row, Span<long> symbols) => symbols.Clear();

        protected override (int TrueClass, int AnsweredClass) Confuse(ExampleTable table, int row, ReadOnlySpan<int> symbols) => (-1, -1);
    }
}
