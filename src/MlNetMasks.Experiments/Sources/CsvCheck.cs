using System.Globalization;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Looks at every row of a text file before ML.NET does, which would read a text as a missing number and a short row as empty fields.</summary>
internal sealed class CsvCheck
{
    private const int MaximumErrors = 100;

    private readonly ExperimentPlan _plan;
    private readonly CsvLines _lines;
    private readonly IReadOnlyList<string> _names;
    private readonly bool[] _isFeature;
    private readonly RowsPlan?[] _range;
    private readonly RowsPlan?[] _counts;
    private readonly HashSet<string>?[] _values;
    private readonly int _label;
    private readonly List<PipelineError> _errors = [];

    private CsvCheck(ExperimentPlan plan, CsvLines lines, IReadOnlyList<string> names)
    {
        _plan = plan;
        _lines = lines;
        _names = names;
        var settings = plan.Data.Settings;
        _label = names.ToList().IndexOf(settings.Text("label"));
        _isFeature = [.. names.Select(name => settings.Texts("features").Contains(name))];
        _range = [.. names.Select(name => FilterOf(name, RowRule.Between))];
        _counts = [.. names.Select(name => FilterOf(name, RowRule.Member))];
        _values = [.. names.Select((name, i) => i == _label || TextFilters(i).Any() ? new HashSet<string>(StringComparer.Ordinal) : null)];
    }

    /// <summary>Checks all rows.</summary>
    /// <exception cref="PipelineFileException">A row has a fault, with its line; or the file has no rows, one class, or not a value that a filter names.</exception>
    public static void Require(ExperimentPlan plan, CsvLines lines, IReadOnlyList<string> names) => new CsvCheck(plan, lines, names).Run();

    private void Run()
    {
        var place = _plan.Data.Settings.PlaceOf("path");
        var rows = 0;
        foreach (var line in _lines.Read(place).Skip(_lines.HasHeader ? 1 : 0).TakeWhile(_ => _errors.Count < MaximumErrors))
        {
            rows++;
            Check(line);
        }

        if (_errors.Count > 0)
        {
            throw new PipelineFileException(_errors);
        }

        if (rows == 0)
        {
            throw new PipelineFileException(place, $"'{_lines.Path}' has column names but no rows; give it a row per example.");
        }

        if (_values[_label]!.Count < 2)
        {
            throw new PipelineFileException(
                _plan.Data.Settings.PlaceOf("label"), $"'{_lines.Path}' has the single class '{_values[_label]!.Single()}' in column '{_names[_label]}'; a classification needs at least 2.");
        }

        RequireFilterValues();
    }

    private void Check(CsvLine line)
    {
        if (line.Fields.Count != _names.Count)
        {
            Add(line, line.Fields[^1], $"the row has {line.Fields.Count} fields, but the first line has {_names.Count} ({CsvHeader.List(_names)}); put fields that contain the separator in double quotes.");
            return;
        }

        for (var i = 0; i < _names.Count; i++)
        {
            var field = line.Fields[i];
            if (_isFeature[i] && !IsNumber(field.Text))
            {
                Add(line, field, $"the feature '{_names[i]}' is {Found(field)}; expected a finite number. Correct the value, delete the row, or take the column out of features.");
            }
            else if (_counts[i] is { } set && !IsCount(field.Text))
            {
                Add(line, field, $"'{_names[i]}' is {Found(field)}; expected a whole number from 0 to {RowFilter.MaximumTimes}, because the row filter '{set}' takes it for how often the row counts ({set.Place}).");
            }
            else if (_range[i] is { } rows && field.Text.Length > 0 && !IsNumber(field.Text))
            {
                Add(line, field, $"'{_names[i]}' is {Found(field)}; expected a number, because the row filter '{rows}' compares it with numbers ({rows.Place}).");
                _range[i] = null; // the filter is the fault, not each of the rows
            }
            else if (i == _label && field.Text.Length == 0)
            {
                Add(line, field, $"the label '{_names[i]}' is empty; fill in the class or delete the row.");
            }

            _values[i]?.Add(field.Text);
        }
    }

    /// <summary>A misspelt value of not_equals would silently choose every row, one of in would silently be missing.</summary>
    private void RequireFilterValues()
    {
        for (var i = 0; i < _names.Count; i++)
        {
            foreach (var rows in TextFilters(i))
            {
                if (rows.Values.FirstOrDefault(value => !_values[i]!.Contains(value)) is { } missing)
                {
                    throw new PipelineFileException(
                        rows.Place, $"no row of '{_lines.Path}' has '{missing}' in column '{_names[i]}'{NearestName.Question(missing, _values[i]!)} It has {CsvHeader.List([.. _values[i]!.Order(StringComparer.Ordinal)])}.");
                }
            }
        }
    }

    private IEnumerable<RowsPlan> TextFilters(int column)
        => _isFeature[column] || _range[column] is not null || _counts[column] is not null
            ? []
            : _plan.AllRows().Where(rows => rows.Column == _names[column] && rows.Rule is (RowRule.In or RowRule.NotIn));

    private RowsPlan? FilterOf(string column, RowRule rule) => _plan.AllRows().FirstOrDefault(rows => rows.Column == column && rows.Rule == rule);

    private void Add(CsvLine line, CsvField field, string message) => _errors.Add(new PipelineError(new SourcePlace(_lines.Path, line.Number, field.Column), message));

    private static bool IsNumber(string text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value);

    // Read as the loader reads it: as a Single.
    private static bool IsCount(string text)
        => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value <= RowFilter.MaximumTimes && MathF.Floor(value) == value;

    private static string Found(CsvField field) => field.Text.Length == 0 ? "empty" : $"'{CsvHeader.Short(field.Text)}'";
}
