using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A mapping with known keys.</summary>
/// <param name="Title">How messages call the section, for example <c>'pretrain'</c> or <c>a gate</c>.</param>
/// <param name="Table">Its keys.</param>
public sealed record SectionSpec(string Title, KeyTable Table) : ValueSpec
{
    /// <inheritdoc/>
    public override string Expected => $"a mapping with the keys of {Title}";

    internal override object? Read(ConfigNode node, PipelineErrors errors)
    {
        if (node is not MapNode map)
        {
            return Refuse(node, errors, $"known keys: {string.Join(", ", Table.Names)}");
        }

        ReportUnknownKeys(map, Table.Names, errors);
        var values = new List<KeyValuePair<string, Setting>>();
        foreach (KeySpec key in Table.Keys)
        {
            if (map.Find(key.Name) is { } entry)
            {
                if (key.Value.Read(entry.Value, errors) is { } value)
                {
                    values.Add(new(key.Name, new Setting(entry.Value.Place, value)));
                }
            }
            else if (key.IsRequired)
            {
                errors.Add(map.Place, $"{Title} lacks the required key '{key.Name}': {key.Value.Expected}.");
            }
            else if (key.Default is { } text)
            {
                ConfigNode written = ConfigNodeReader.ReadText("default", text, hasLines: false, errors);
                object standard = key.Value.Read(written, errors)
                    ?? throw new InvalidOperationException($"The default '{text}' of the key '{key.Name}' is not allowed by its own specification.");
                values.Add(new(key.Name, new Setting(map.Place, standard)));
            }
        }

        return new Settings(map.Place, values);
    }

    internal static void ReportUnknownKeys(MapNode map, IReadOnlyList<string> known, PipelineErrors errors)
    {
        foreach (MapEntry entry in map.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            errors.Add(entry.KeyPlace, $"unknown key '{entry.Key}'{NearestName.Question(entry.Key, known)} Known keys here: {string.Join(", ", known)}.");
        }
    }

    internal override JsonObject ToSchema(bool overlay)
    {
        var properties = new JsonObject();
        foreach (KeySpec key in Table.Keys)
        {
            JsonObject schema = key.Value.ToSchema(overlay);
            schema["description"] = key.Description;
            if (key.Default is { } text && !overlay)
            {
                schema["default"] = SchemaDefault.Of(text);
            }

            properties[key.Name] = schema;
        }

        var section = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        string[] required = overlay ? [] : [.. Table.Keys.Where(key => key.IsRequired).Select(key => key.Name)];
        if (required.Length > 0)
        {
            section["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        }

        return section;
    }
}
