using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>A Transformer on sequences of SCAN's lengths, or of the Mathematics Dataset's.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Network">The network.</param>
/// <param name="IsMathematics">Whether it answers questions instead of commands.</param>
internal sealed record TransformerStepNet(string Name, TransformerNetwork Network, bool IsMathematics) : SequenceStepNet(Name)
{
    public override int Batch => IsMathematics ? 32 : 256;

    public override int Samples => IsMathematics ? 8 : 4;

    public override NetworkSpec Spec => Network;

    public override StepData CreateData() => IsMathematics ? SequenceRows.Mathematics(Rows) : SequenceRows.Scan(Rows);

    public override nn.Module CreatePlain(NetworkShape shape) => new PlainTransformer(Network, shape);

    public override Tensor Forward(Tensor input, Tensor targets, IReadOnlyList<Tensor> parameters, NetworkShape shape)
    {
        var named = Named(parameters, shape);
        var (ids, isPadding) = Read(input);
        var shown = Shown(targets, shape.OutputSize - 1);
        var reach = zeros(isPadding.shape).masked_fill(isPadding, float.NegativeInfinity).view(input.size(0), -1, 1, 1, ids.size(2));
        var causal = full([shown.size(2), shown.size(2)], float.NegativeInfinity).triu(1);
        var memory = Embed(named["input_embedding.weight"], ids);
        for (var layer = 0; layer < Network.EncoderLayerCount; layer++)
        {
            var name = $"trafo.encoder.layers.{layer}";
            memory = Norm(memory + Attend(memory, memory, reach, $"{name}.self_attn", named), $"{name}.norm1", named);
            memory = Norm(memory + FeedForward(memory, name, named), $"{name}.norm2", named);
        }

        var table = named[Network.TiesEmbeddings ? "input_embedding.weight" : "output_embedding.weight"];
        var x = Embed(table, shown);
        for (var layer = 0; layer < Network.DecoderLayerCount; layer++)
        {
            var name = $"trafo.decoder.layers.{layer}";
            x = Norm(x + Attend(x, x, causal, $"{name}.self_attn", named), $"{name}.norm1", named);
            x = Norm(x + Attend(x, memory, reach, $"{name}.multihead_attn", named), $"{name}.norm2", named);
            x = Norm(x + FeedForward(x, name, named), $"{name}.norm3", named);
        }

        return (Network.TiesEmbeddings ? x.matmul(table.t()) : Product(x, named["output_map.weight"]) + named["output_map.bias"]).flatten(2);
    }

    private Tensor Embed(Tensor table, Tensor ids)
    {
        var places = zeros(ids.size(2), Network.ModelSize); // what the positions are makes no difference to the time
        return nn.functional.one_hot(ids, table.size(0)).to(ScalarType.Float32).matmul(table) + places;
    }

    private Tensor Attend(Tensor asking, Tensor source, Tensor reach, string name, Dictionary<string, Tensor> named)
    {
        var size = Network.ModelSize / Network.HeadCount;
        var queries = Heads(Product(asking, named[$"{name}.data_to_q.weight"]), size);
        var keysAndValues = Heads(Product(source, named[$"{name}.data_to_kv.weight"]), 2 * size).split(size, -1);
        var scores = (queries.matmul(keysAndValues[0].transpose(-2, -1)) / Math.Sqrt(size)) + reach;
        var read = scores.softmax(-1).matmul(keysAndValues[1]).transpose(2, 3).reshape(asking.shape);
        return Product(read, named[$"{name}.multi_head_merge.weight"]);
    }

    /// <summary>[samples, rows, heads, tokens, size]</summary>
    private Tensor Heads(Tensor x, int size) => x.view(x.size(0), x.size(1), x.size(2), Network.HeadCount, size).transpose(2, 3);

    private static Tensor FeedForward(Tensor x, string name, Dictionary<string, Tensor> named) =>
        Product((Product(x, named[$"{name}.linear1.weight"]) + named[$"{name}.linear1.bias"]).relu(), named[$"{name}.linear2.weight"]) + named[$"{name}.linear2.bias"];

    private static Tensor Product(Tensor x, Tensor weight) => Linear(x.flatten(1, 2), weight).view([.. x.shape[..3], weight.size(1)]);

    private static Tensor Norm(Tensor x, string name, Dictionary<string, Tensor> named)
    {
        var deviation = x.std(-1, unbiased: true, keepdim: true);
        var normal = (x - x.mean([-1L], keepdim: true)) / (deviation + 1e-5);
        return (normal * named[$"{name}.gamma"].view(-1, 1, 1, x.size(3))) + named[$"{name}.beta"].view(-1, 1, 1, x.size(3));
    }
}
