using MlNetMasks.Masks;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Golden;

[TestClass]
public sealed class GoldenSequenceTests
{
    [TestMethod]
    public void MaskedLayerNorm_WithPublishedGainAndOffset_MatchesThePublishedOutput()
    {
        using var golden = GoldenFile.Open("layernorm");
        using var scope = NewDisposeScope();
        var layer = new MaskedLayerNorm(Bound("gamma", golden.Tensor("gamma")), Bound("beta", golden.Tensor("beta")));

        AssertClose(golden.Tensor("y"), layer.Forward(golden.Tensor("x")), 1e-5);
    }

    [TestMethod]
    public void MaskedAttention_WithPublishedWeights_MatchesThePublishedOutputs()
    {
        using var golden = GoldenFile.Open("attention");
        using var scope = NewDisposeScope();
        var layer = new MaskedAttention(
            Published(golden, "data_to_q.weight"), Published(golden, "data_to_kv.weight"), Published(golden, "multi_head_merge.weight"), headCount: 2);
        var (asking, source) = (golden.Tensor("q").unsqueeze(0), golden.Tensor("kv").unsqueeze(0));
        var hidden = golden.Tensor("length_mask").to(ScalarType.Bool).view(source.size(1), 1, 1, source.size(2));
        var future = ones(asking.size(2), asking.size(2), ScalarType.Bool).tril().logical_not().view(1, 1, asking.size(2), asking.size(2));

        var cross = layer.Attend(asking, layer.Project(source), Reach(hidden), ForwardPass.Evaluation, 0.1, "site");
        var causal = layer.Attend(asking, layer.Project(asking), Reach(future), ForwardPass.Evaluation, 0.1, "site");

        AssertClose(golden.Tensor("y_cross"), cross.squeeze(0), 1e-5);
        AssertClose(golden.Tensor("y_causal"), causal.squeeze(0), 1e-5);
    }

    [TestMethod]
    public void EncoderDecoderLstmNetwork_WithPublishedWeights_MatchesThePublishedRuns()
    {
        using var golden = GoldenFile.Open("lstm_encoder_decoder");
        using var scope = NewDisposeScope();
        var shape = new NetworkShape(5, 7) { Sequence = new SequenceShape(5, 8, 6, SharesTokens: false) };
        var (input, inputLengths) = (Integers(golden, "input").t(), Integers(golden, "in_len"));     // [batch, time]
        var (targets, targetLengths) = (Integers(golden, "ref").t(), Integers(golden, "out_len"));
        var own = golden.Tensor("y_self").transpose(0, 1);                                        // [batch, time, classes]
        var forced = golden.Tensor("y_teacher").transpose(0, 1);

        using var teacher = Read(golden, new EncoderDecoderLstmNetwork(8) { EmbeddingSize = 5, TeacherForcing = 1 }, shape);
        using var alone = Read(golden, new EncoderDecoderLstmNetwork(8) { EmbeddingSize = 5, TeacherForcing = 0 }, shape);
        var pass = new ForwardPass(Classes(targets, targetLengths, end: 6), key: 1, dropsUnits: false);
        var ids = Ids(input, inputLengths);

        var outputs = teacher.Bind().Module.Forward(ids, pass).view(forced.shape);
        AssertCloseUpTo(targetLengths, forced, outputs, 1e-5);
        var right = pass.Targets!.flatten();
        var loss = nn.functional.cross_entropy(outputs.flatten(0, 1), right, ignore_index: SequenceShape.NoToken, reduction: nn.Reduction.Sum).item<float>() / 3;
        Assert.AreEqual(golden.Root.GetProperty("loss_teacher").GetSingle(), loss, 1e-4);

        AssertClose(own, alone.Bind().Module.Forward(ids, pass).view(own.shape), 1e-5);
        var greedy = alone.Bind().Module.Forward(ids);
        AssertCloseUpTo(Integers(golden, "len_self"), own, greedy.view(3, -1, 7), 1e-5);
    }

    [TestMethod]
    [DataRow("transformer_tied")]
    [DataRow("transformer_untied")]
    public void TransformerNetwork_WithPublishedWeights_MatchesThePublishedRuns(string name)
    {
        using var golden = GoldenFile.Open(name);
        using var scope = NewDisposeScope();
        var tied = name == "transformer_tied";
        var (forced, own) = (golden.Tensor("y_teacher"), golden.Tensor("y_greedy"));
        var classes = (int)forced.size(2);
        var shape = new NetworkShape(5, classes) { Sequence = new SequenceShape(5, tied ? classes - 1 : 8, 6, SharesTokens: tied) };
        var network = new TransformerNetwork(16) { HeadCount = 2, FeedForwardSize = 32, EncoderLayerCount = 2, DecoderLayerCount = 2, TiesEmbeddings = tied };
        using var weights = Read(golden, network, shape);
        var targets = Classes(Integers(golden, "tgt"), Integers(golden, "tgt_len"), end: classes - 1);
        var ids = Ids(Integers(golden, "src"), Integers(golden, "src_len"));

        var outputs = weights.Bind().Module.Forward(ids, new ForwardPass(targets, key: 1, dropsUnits: false)).view(3, -1, classes);
        AssertCloseUpTo(Integers(golden, "tgt_len"), forced, outputs, 1e-5);

        var greedy = weights.Bind().Module.Forward(ids).view(3, -1, classes);
        AssertCloseUpTo(Integers(golden, "len_greedy"), own, greedy, 1e-5);
    }

    private static NetworkWeights Read(GoldenFile golden, NetworkSpec network, NetworkShape shape)
    {
        using var file = new MemoryStream();
        SafetensorsFile.Write(file, golden.Root.GetProperty("params").EnumerateObject().Select(
            tensor => SafetensorsTensor.FromSingles(tensor.Name, [.. GoldenFile.Shape(tensor.Value).Select(size => (long)size)], GoldenFile.Values(tensor.Value))));
        file.Position = 0;
        return NetworkWeights.Read(network, shape, SafetensorsFile.Read(file));
    }

    /// <summary>Token ids as the engine has them: counted from 1, padded with 0; [1, batch, time].</summary>
    private static Tensor Ids(Tensor tokens, Tensor lengths) => (tokens + 1).mul(Within(tokens, lengths)).to(ScalarType.Float32).unsqueeze(0);

    /// <summary>Classes with the end token behind them, then nothing; [1, batch, time + 1].</summary>
    private static Tensor Classes(Tensor tokens, Tensor lengths, int end)
    {
        var places = arange(tokens.size(1) + 1).unsqueeze(0);
        var padded = cat([tokens, zeros_like(tokens).narrow(1, 0, 1)], 1);
        var ended = where(places == lengths.unsqueeze(1), full_like(padded, end), padded);
        return where(places <= lengths.unsqueeze(1), ended, full_like(padded, SequenceShape.NoToken)).unsqueeze(0);
    }

    private static Tensor Within(Tensor tokens, Tensor lengths) => arange(tokens.size(1)).unsqueeze(0) < lengths.unsqueeze(1);

    private static Tensor Integers(GoldenFile golden, string name) => golden.Tensor(name).to(ScalarType.Int64);

    private static Tensor Reach(Tensor hidden) => zeros(hidden.shape).masked_fill(hidden, float.NegativeInfinity);

    private static Parameter Published(GoldenFile golden, string name)
    {
        var array = golden.Root.GetProperty("params").GetProperty(name);
        return Bound(name, tensor(GoldenFile.Values(array)).view([.. GoldenFile.Shape(array).Select(size => (long)size)]));
    }

    private static Parameter Bound(string name, Tensor value)
    {
        var parameter = new Parameter(name, [.. value.shape.Select(size => (int)size)], isMaskable: true, Initializer.Constant(0));
        parameter.Bind(value.unsqueeze(0));
        return parameter;
    }

    /// <summary>Compares every row up to the step of its end token, as far as the published run goes; outputs that stop earlier fail.</summary>
    private static void AssertCloseUpTo(Tensor lengths, Tensor expected, Tensor actual, double tolerance)
    {
        var ends = lengths.data<long>().ToArray();
        Assert.IsGreaterThanOrEqualTo(Math.Min(ends.Max() + 1, expected.size(1)), actual.size(1));
        for (var row = 0; row < ends.Length; row++)
        {
            var steps = Math.Min(ends[row] + 1, expected.size(1));
            AssertClose(expected[row].narrow(0, 0, steps), actual[row].narrow(0, 0, steps), tolerance);
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape);
        Assert.AreEqual(0, (expected - actual).abs().max().item<float>(), tolerance);
    }
}
