using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>The columns of a problem as a schema has them: checked types, sizes, names of key values.</summary>
internal sealed class ProblemColumns
{
    private readonly IReadOnlySet<string> _unnamedKeys;

    private ProblemColumns(IReadOnlyList<ProblemColumn> present, IReadOnlyDictionary<string, ColumnSize> sizes, IReadOnlySet<string> unnamedKeys)
    {
        Present = present;
        Sizes = sizes;
        _unnamedKeys = unnamedKeys;
    }

    /// <summary>The columns that are there; one that a problem reads for several purposes comes once, with the first of them.</summary>
    public IReadOnlyList<ProblemColumn> Present { get; }

    /// <summary>Their sizes.</summary>
    public IReadOnlyDictionary<string, ColumnSize> Sizes { get; }

    /// <summary>Whether the columns of the right answers are all there.</summary>
    public bool HasTargets { get; private init; }

    /// <summary>Finds and checks a problem's columns.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="schema">The schema of the view.</param>
    /// <param name="needTargets">Whether a missing target column is an error.</param>
    /// <exception cref="ArgumentException">A needed column is missing or of another type; the message names it, its type and the remedy.</exception>
    public static ProblemColumns Find(Problem problem, DataViewSchema schema, bool needTargets)
    {
        var present = new List<ProblemColumn>();
        var sizes = new Dictionary<string, ColumnSize>(StringComparer.Ordinal);
        var unnamedKeys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var wanted in problem.Columns.DistinctBy(column => column.Name, StringComparer.Ordinal))
        {
            if (schema.GetColumnOrNull(wanted.Name) is { } column)
            {
                sizes.Add(wanted.Name, SizeOf(wanted, column));
                present.Add(wanted);
                if (wanted.Kind == ColumnKind.Key && !KeyNames.AreGiven(column))
                {
                    unnamedKeys.Add(wanted.Name);
                }
            }
            else if (wanted.Purpose == ColumnPurpose.Input || (wanted.Purpose == ColumnPurpose.Target && needTargets))
            {
                throw new ArgumentException(
                    $"Column '{wanted.Name}' ({Describe(wanted.Kind)}) is missing; the data has {string.Join(", ", schema.Where(c => !c.IsHidden).Select(c => c.Name))}. Name your column in the problem or rename it with CopyColumns.");
            }
        }

        return new ProblemColumns(present, sizes, unnamedKeys)
        {
            HasTargets = problem.Columns.Where(column => column.Purpose == ColumnPurpose.Target).All(column => sizes.ContainsKey(column.Name)),
        };
    }

    /// <summary>Checks that a schema gives the same sizes as the one the network was trained on.</summary>
    /// <param name="trained">The sizes at training time.</param>
    /// <returns>The columns with the names of key values from training time: a key without names of its own is taken by its numbers.</returns>
    /// <exception cref="ArgumentException">A vector has another size or other tokens, or a key other values.</exception>
    public ProblemColumns As(IReadOnlyDictionary<string, ColumnSize> trained)
    {
        var sizes = Sizes.ToDictionary(StringComparer.Ordinal);
        foreach (var column in Present.Where(column => column.Purpose != ColumnPurpose.Confusion && trained.ContainsKey(column.Name)))
        {
            var (found, expected) = (Sizes[column.Name], trained[column.Name]);
            if (found.Width != expected.Width)
            {
                throw new ArgumentException($"Column '{column.Name}' has {found.Width} values per row; the network was trained on {expected.Width}. Prepare the data as for training.");
            }

            if (column.Kind == ColumnKind.Bytes)
            {
                sizes[column.Name] = AsTrained(column.Name, found, expected);
                continue;
            }

            var fits = _unnamedKeys.Contains(column.Name) ? found.KeyNames.Count == expected.KeyNames.Count : found.KeyNames.SequenceEqual(expected.KeyNames);
            if (!fits)
            {
                throw new ArgumentException(
                    $"Key column '{column.Name}' has the values {KeyNames.List(found.KeyNames)}; the network was trained on {KeyNames.List(expected.KeyNames)}. Map keys with the same key data as for training.");
            }

            sizes[column.Name] = expected;
        }

        return new ProblemColumns(Present, sizes, _unnamedKeys) { HasTargets = HasTargets };
    }

    /// <summary>Bytes with the names from training time: a column without names, such as a class gives to a prediction engine, is taken by its numbers.</summary>
    private static ColumnSize AsTrained(string name, ColumnSize found, ColumnSize expected)
    {
        return expected.KeyNames.Count == 0 || found.KeyNames.Count == 0 || found.KeyNames.SequenceEqual(expected.KeyNames)
            ? expected
            : throw new ArgumentException(
                $"Column '{name}' is made of the tokens {KeyNames.List(found.KeyNames)}; the network was trained on {KeyNames.List(expected.KeyNames)}. Make the column with the vocabulary of training.");
    }

    /// <summary>What a column of a kind must look like, in words.</summary>
    public static string Describe(ColumnKind kind) => kind switch
    {
        ColumnKind.Bytes => "a vector of Byte of known size",
        ColumnKind.Singles => "a vector of Single of known size",
        _ => "a key",
    };

    private static ColumnSize SizeOf(ProblemColumn wanted, DataViewSchema.Column column)
    {
        return (wanted.Kind, column.Type) switch
        {
            (ColumnKind.Key, KeyDataViewType key) => new ColumnSize(1, KeyNames.Of(column, key)),
            (ColumnKind.Bytes, VectorDataViewType { Size: > 0 } vector) when vector.ItemType == NumberDataViewType.Byte => new ColumnSize(vector.Size, TokenNames.Of(column)),
            (ColumnKind.Singles, VectorDataViewType { Size: > 0 } vector) when vector.ItemType == NumberDataViewType.Single => new ColumnSize(vector.Size, []),
            (ColumnKind.Singles, NumberDataViewType number) when number == NumberDataViewType.Single => new ColumnSize(1, []),
            _ => throw new ArgumentException(
                $"Column '{wanted.Name}' is {column.Type}; {Describe(wanted.Kind)} is needed. {Remedy(wanted.Kind)}"),
        };
    }

    private static string Remedy(ColumnKind kind) => kind switch
    {
        ColumnKind.Key => "Make a key with MapValueToKey.",
        ColumnKind.Singles => "Put columns together with Concatenate and convert them with ConvertType.",
        _ => "Convert it with ConvertType to DataKind.Byte.",
    };
}
