using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MlNetMasks.Experiments.PipelineFiles.Nodes;

/// <summary>Reads YAML text into nodes with places, event by event, so that a fault in one place does not hide the next.</summary>
internal sealed class ConfigNodeReader
{
    public const int MaximumBytes = 1 << 20;
    private const int MaximumDepth = 32;

    private readonly string _source;
    private readonly string _text;
    private readonly bool _hasLines;
    private readonly PipelineErrors _errors;
    private readonly Parser _parser;
    private readonly Dictionary<string, ConfigNode> _anchors = new(StringComparer.Ordinal);

    private ConfigNodeReader(string source, string text, bool hasLines, PipelineErrors errors)
    {
        _source = source;
        _text = text;
        _hasLines = hasLines;
        _errors = errors;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a file; throws when it cannot be read as YAML at all, collects what can be collected.</summary>
    public static ConfigNode ReadFile(string path, PipelineErrors errors)
    {
        var place = SourcePlace.Whole(path);
        if (Directory.Exists(path))
        {
            throw new PipelineFileException(place, "this is a folder; give the path of a pipeline file (*.yaml).");
        }

        if (!File.Exists(path))
        {
            throw new PipelineFileException(place, $"the pipeline file does not exist (looked in '{Path.GetFullPath(path)}'); check the path.");
        }

        string text;
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] bytes = new byte[MaximumBytes + 1];
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > MaximumBytes)
            {
                throw new PipelineFileException(place, "the file is larger than 1 MiB, so it is hardly a pipeline file; check the path.");
            }

            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, count).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw new PipelineFileException(place, "the file is not UTF-8 text; save it as UTF-8.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineFileException(place, $"the file cannot be read ({exception.Message}); check its permissions.", exception);
        }

        return ReadText(path, text, hasLines: true, errors);
    }

    /// <summary>Reads text that must hold exactly one YAML document.</summary>
    public static ConfigNode ReadText(string source, string text, bool hasLines, PipelineErrors errors) =>
        new ConfigNodeReader(source, text, hasLines, errors).ReadSingleDocument();

    private ConfigNode ReadSingleDocument()
    {
        try
        {
            Expect<StreamStart>();
            if (_parser.Current is StreamEnd)
            {
                return _hasLines
                    ? throw Fault(SourcePlace.Whole(_source), "the file is empty; start from one of the files in pipelines/.")
                    : new ScalarNode(SourcePlace.Whole(_source), "", false);
            }

            Expect<DocumentStart>();
            ConfigNode root = ReadNode(0);
            Expect<DocumentEnd>();
            if (_parser.Current is DocumentStart second)
            {
                throw Fault(Place(second.Start), "a second YAML document starts here ('---'); a pipeline file holds one: split the file.");
            }

            return root;
        }
        catch (YamlException exception)
        {
            throw Malformed(exception);
        }
    }

    private ConfigNode ReadNode(int depth)
    {
        ParsingEvent current = _parser.Current ?? throw new YamlException("the text ends in the middle of a value");
        SourcePlace place = Place(current.Start);
        if (depth > MaximumDepth)
        {
            throw Fault(place, $"values are nested more than {MaximumDepth} levels deep; no pipeline file needs that.");
        }

        if (current is AnchorAlias alias)
        {
            _parser.MoveNext();
            return _anchors.TryGetValue(alias.Value.Value, out ConfigNode? known)
                ? known
                : throw Fault(place, $"the alias '*{alias.Value.Value}' has no anchor '&{alias.Value.Value}' before it{NearestName.Question(alias.Value.Value, _anchors.Keys)}");
        }

        if (current is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            _errors.Add(place, $"the tag '{tagged.Tag.Value}' is not supported; write the plain value.");
        }

        ConfigNode node = current switch
        {
            Scalar scalar => ReadScalar(scalar, place),
            SequenceStart => ReadList(place, depth),
            _ => ReadMap(place, depth),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor.Value] = node;
        }

        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar, SourcePlace place)
    {
        _parser.MoveNext();
        return new ScalarNode(place, scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
    }

    private ListNode ReadList(SourcePlace place, int depth)
    {
        Expect<SequenceStart>();
        var items = new List<ConfigNode>();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        _parser.MoveNext();
        return new ListNode(place, items);
    }

    private MapNode ReadMap(SourcePlace place, int depth)
    {
        Expect<MappingStart>();
        var entries = new List<MapEntry>();
        var lines = new Dictionary<string, SourcePlace>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            ConfigNode keyNode = ReadNode(depth + 1);
            ConfigNode value = ReadNode(depth + 1);
            if (keyNode is not ScalarNode { IsNothing: false } key)
            {
                _errors.Add(keyNode.Place, $"a key must be a name, found {keyNode.Found}.");
            }
            else if (key.Text == "<<" && !key.Quoted)
            {
                _errors.Add(key.Place, "the merge key '<<' is not supported; use an alias for the whole value, masks.defaults, or variants.");
            }
            else if (!lines.TryAdd(key.Text, key.Place))
            {
                string first = lines[key.Text].Line > 0 ? $" (first on line {lines[key.Text].Line})" : "";
                _errors.Add(key.Place, $"the key '{key.Text}' is given twice{first}; remove one.");
            }
            else
            {
                entries.Add(new MapEntry(key.Text, key.Place, value));
            }
        }

        _parser.MoveNext();
        return new MapNode(place, entries);
    }

    private void Expect<TEvent>()
        where TEvent : ParsingEvent
    {
        if (_parser.Current is null)
        {
            _parser.MoveNext();
        }

        if (_parser.Current is not TEvent)
        {
            throw new YamlException($"expected {typeof(TEvent).Name}, found {_parser.Current?.GetType().Name ?? "the end"}");
        }

        _parser.MoveNext();
    }

    private SourcePlace Place(Mark mark) =>
        _hasLines ? new SourcePlace(_source, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column)) : SourcePlace.Whole(_source);

    private PipelineFileException Malformed(YamlException exception)
    {
        SourcePlace place = Place(exception.Start);
        string[] lines = _text.Split('\n');
        if (place.Line > lines.Length)
        {
            place = place with { Line = lines.Length, Column = lines[^1].Length + 1 };
        }

        for (int line = Math.Max(1, place.Line - 1); _hasLines && line <= Math.Min(place.Line + 1, lines.Length); line++)
        {
            int indent = lines[line - 1].Length - lines[line - 1].TrimStart(' ', '\t').Length;
            int tab = lines[line - 1].IndexOf('\t', 0, indent);
            if (tab >= 0)
            {
                return Fault(new SourcePlace(_source, line, tab + 1), "a tab is used for indentation; YAML allows spaces only.", exception);
            }
        }

        string reason = exception.Message.ReplaceLineEndings(" ").TrimEnd('.');
        return Fault(place, $"this is not valid YAML: {reason}; check indentation, colons, brackets and quotes near here.", exception);
    }

    /// <summary>A fault after which reading cannot go on; faults collected before it are reported with it.</summary>
    private PipelineFileException Fault(SourcePlace place, string message, Exception? inner = null)
    {
        if (_errors.Count == 0)
        {
            return new PipelineFileException(place, message, inner);
        }

        _errors.Add(place, message);
        return _errors.ToException();
    }
}
