using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Share of the control's kept output weights that each mask removes, per output token.</summary>
internal sealed class RemovedWeights
{
    private readonly Dictionary<string, (string Token, SeedMean Share)[]> _tokens;

    public RemovedWeights(VariantResults variant)
    {
        ResultRecord[] records = [.. variant.Records.Where(record => record.Metric == Metrics.RemovedPerToken && record.Unit.Length > 0)];
        // The order of the records, which is that of the vocabulary, decides between equal shares.
        _tokens = records.GroupBy(record => record.Mask).ToDictionary(mask => mask.Key, mask => SeedMean.By(mask, record => record.Unit)
            .Where(token => token.Value.HasValue).Select(token => (token.Key, token.Value)).OrderByDescending(token => token.Value.Mean).ToArray());
        Masks = [.. variant.Masks.Where(mask => variant.FunctionOf(mask) == mask && _tokens.TryGetValue(mask, out (string, SeedMean)[]? tokens) && tokens.Length > 0)];
        Layer = records.Select(record => record.Layer).FirstOrDefault("");
    }

    public IReadOnlyList<string> Masks { get; }

    /// <summary>Name of the output layer.</summary>
    public string Layer { get; }

    /// <summary>The tokens of a mask, the largest share first; without those the control keeps no weight of.</summary>
    public IReadOnlyList<(string Token, SeedMean Share)> Of(string mask) => _tokens[mask];

    /// <summary>Which token each mask does without most.</summary>
    public IEnumerable<string> Sentences()
    {
        foreach (string mask in Masks)
        {
            IReadOnlyList<(string Token, SeedMean Share)> tokens = Of(mask);
            string next = tokens.Count > 1 ? $"; next is {tokens[1].Token} with {ReportText.Percent(tokens[1].Share.Mean)}" : "";
            yield return $"Of the output weights that the control keeps, the {mask} mask removes most for {tokens[0].Token}: {ReportText.Percent(tokens[0].Share.Mean)}{next}.";
        }
    }
}
