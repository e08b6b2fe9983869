using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A list of values of one kind.</summary>
/// <param name="Item">What each item may be.</param>
/// <param name="MinimumCount">Smallest number of items.</param>
/// <param name="MaximumCount">Largest number of items.</param>
public sealed record ListSpec(ValueSpec Item, int MinimumCount, int MaximumCount) : ValueSpec
{
    /// <summary>Whether items have a <c>name</c>, so that a scale or a variant can change one of them by it (default: no).</summary>
    public bool IsNamed { get; init; }

    /// <inheritdoc/>
    public override string Expected => $"a list of {MinimumCount} to {MaximumCount} items, each {Item.Expected}";

    internal override object? Read(ConfigNode node, PipelineErrors errors)
    {
        if (node is not ListNode list || list.Items.Count < MinimumCount || list.Items.Count > MaximumCount)
        {
            return Refuse(node, errors, node is ListNode wrong ? $"it has {wrong.Items.Count} items" : node is ScalarNode ? "write it in brackets: [a, b]" : "");
        }

        var values = new List<Setting>();
        foreach (ConfigNode item in list.Items)
        {
            if (Item.Read(item, errors) is { } value)
            {
                values.Add(new Setting(item.Place, value));
            }
        }

        return values.AsReadOnly();
    }

    internal override JsonObject ToSchema(bool overlay)
    {
        var list = new JsonObject
        {
            ["type"] = "array",
            ["items"] = Item.ToSchema(overlay: false),
            ["minItems"] = MinimumCount,
            ["maxItems"] = MaximumCount,
        };
        if (!overlay || !IsNamed)
        {
            return list;
        }

        var byName = new JsonObject { ["type"] = "object", ["additionalProperties"] = Item.ToSchema(overlay: true) };
        return new JsonObject { ["anyOf"] = new JsonArray(list, byName) };
    }
}
