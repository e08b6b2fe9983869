using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>A network that maps sequences to sequences.</summary>
/// <param name="Name">Name on the command line.</param>
internal abstract record SequenceStepNet(string Name) : StepNet(Name)
{
    private protected const int Rows = 8192;

    public override int Batch => 256;

    public override Tensor RunPlain(nn.Module network, Batch batch) => ((nn.Module<Tensor, Tensor, Tensor>)network).call(batch.Input, batch.Targets).unsqueeze(0);

    /// <summary>The bare products as if every row were of mean length.</summary>
    public override IEnumerable<StepProduct> Products(NetworkShape shape)
    {
        var (problem, table) = CreateData();
        var targets = table.Column<byte>("Target");
        var outputTokens = Batch + (int)(Batch * (long)targets.Values.ToArray().Count(token => token > 0) / table.RowCount);
        var inputTokens = (int)(Batch * (problem.LengthsOf(table).Sum(length => (long)length) - targets.Values.ToArray().Count(token => token > 0)) / table.RowCount);
        return MaskableNetwork.Build(Spec, shape).Maskable.Where(parameter => parameter.Shape.Count == 2).Select(parameter => new StepProduct(
            parameter.Shape[0],
            parameter.Shape[1],
            (ReadsInput(parameter.Name) ? inputTokens : outputTokens) / Samples * Samples,
            1,
            HasInputGradient: true));
    }

    /// <summary>The parameters of a network by name.</summary>
    protected Dictionary<string, Tensor> Named(IReadOnlyList<Tensor> parameters, NetworkShape shape) =>
        MaskableNetwork.Build(Spec, shape).Parameters.Zip(parameters).ToDictionary(pair => pair.First.Name, pair => pair.Second);

    /// <summary>Ids counted from 0 and the padding, cut after the longest row.</summary>
    protected static (Tensor Ids, Tensor IsPadding) Read(Tensor input)
    {
        var longest = (input > 0).sum(-1).max().item<long>();
        var ids = input.narrow(input.dim() - 1, 0, longest).to(ScalarType.Int64);
        return ((ids - 1).clamp_min(0), ids == 0);
    }

    /// <summary>What the decoder is shown, as many steps as the longest target.</summary>
    protected static Tensor Shown(Tensor targets, long start)
    {
        var steps = (targets >= 0).sum(-1).max().item<long>();
        var last = targets.dim() - 1;
        return cat([full_like(targets.narrow(last, 0, 1), start), targets.narrow(last, 0, steps - 1).clamp_min(0)], last);
    }

    /// <summary>A layer of the published algorithm: weights [samples, out, in] or [out, in].</summary>
    protected static Tensor Linear(Tensor input, Tensor weight) => input.matmul(weight.dim() == 2 ? weight.t() : weight.transpose(1, 2));

    private static bool ReadsInput(string name) => name.Contains("encoder", StringComparison.Ordinal) || name.Contains("multihead_attn.data_to_kv", StringComparison.Ordinal);
}
