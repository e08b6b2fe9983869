using System.Globalization;
using System.Text.RegularExpressions;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Writes settings as YAML whose text depends on nothing but the settings.</summary>
internal static partial class CanonicalYaml
{
    private static readonly string[] Prose = ["figure", "description", "question"];

    public static string Write(Settings root, string variant, string scale, bool withProse)
        => Write(root, variant, scale, key => withProse || !Prose.Contains(key));

    /// <summary>Writes some of the settings.</summary>
    public static string Write(Settings root, string variant, string scale, Func<string, bool> isWanted)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart());
        foreach ((string key, Setting setting) in root.Values.Where(pair => isWanted(pair.Key)))
        {
            Emit(emitter, key);
            Emit(emitter, setting.Value);
        }

        EmitChoice(emitter, PipelineKeys.Scales, scale);
        EmitChoice(emitter, PipelineKeys.Variants, variant);
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void EmitChoice(Emitter emitter, string key, string name)
    {
        Emit(emitter, key);
        emitter.Emit(new MappingStart());
        Emit(emitter, name);
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Flow));
        emitter.Emit(new MappingEnd());
        emitter.Emit(new MappingEnd());
    }

    private static void Emit(Emitter emitter, object value)
    {
        switch (value)
        {
            case Settings section:
                emitter.Emit(new MappingStart());
                foreach ((string key, Setting setting) in section.Values)
                {
                    Emit(emitter, key);
                    Emit(emitter, setting.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case IReadOnlyList<Setting> list:
                SequenceStyle style = list.Any(item => item.Value is Settings) ? SequenceStyle.Block : SequenceStyle.Flow;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, style));
                foreach (Setting item in list)
                {
                    Emit(emitter, item.Value);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case string text:
                bool isPlain = PlainText().IsMatch(text) && text is not ("true" or "false" or "null" or "Null" or "NULL");
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, isPlain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, true, true));
                break;
            default:
                string written = value switch
                {
                    bool flag => flag ? "true" : "false",
                    int number => number.ToString(CultureInfo.InvariantCulture),
                    double number => NumberSpec.Format(number),
                    _ => throw new InvalidOperationException($"No canonical form for {value.GetType()}."),
                };
                emitter.Emit(new Scalar(written));
                break;
        }
    }

    /// <summary>Text that no YAML reader takes for anything but text.</summary>
    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();
}
