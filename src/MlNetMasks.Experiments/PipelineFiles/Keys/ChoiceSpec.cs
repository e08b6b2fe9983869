using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A mapping whose leading key chooses what the other keys are (<c>data.source</c>, <c>network.kind</c>).</summary>
/// <param name="Title">How messages call the section.</param>
/// <param name="LeadingKey">The key that chooses.</param>
/// <param name="Choices">What can be chosen, at least one.</param>
public sealed record ChoiceSpec(string Title, string LeadingKey, IReadOnlyList<SectionChoice> Choices) : ValueSpec
{
    /// <inheritdoc/>
    public override string Expected => $"a mapping with the key '{LeadingKey}' ({string.Join(", ", Choices.Select(choice => choice.Id))})";

    internal override object? Read(ConfigNode node, PipelineErrors errors)
    {
        if (node is not MapNode map)
        {
            return Refuse(node, errors);
        }

        if (map.Find(LeadingKey) is not { } leading)
        {
            errors.Add(map.Place, $"{Title} lacks the required key '{LeadingKey}': {Words.Expected}.");
            return null;
        }

        return Words.Read(leading.Value, errors) is string id
            ? SectionOf(Choices.First(choice => choice.Id == id)).Read(map, errors)
            : null;
    }

    internal override JsonObject ToSchema(bool overlay)
    {
        var sections = new JsonArray();
        foreach (SectionChoice choice in Choices)
        {
            JsonObject section = SectionOf(choice).ToSchema(overlay);
            section["description"] = choice.Description;
            section["properties"]![LeadingKey] = new JsonObject { ["const"] = choice.Id, ["description"] = choice.Description };
            sections.Add(section);
        }

        return new JsonObject { ["anyOf"] = sections };
    }

    private WordSpec Words => new([.. Choices.Select(choice => choice.Id)]);

    private SectionSpec SectionOf(SectionChoice choice) =>
        new($"{Title} ({LeadingKey}: {choice.Id})", new KeyTable([new KeySpec(LeadingKey, Words, "") { IsRequired = true }, .. choice.Table.Keys]));
}
