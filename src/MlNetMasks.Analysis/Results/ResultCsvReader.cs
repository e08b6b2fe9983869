using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Reads records from strict RFC 4180 CSV.</summary>
internal sealed class ResultCsvReader(TextReader reader, string path)
{
    private readonly CsvRowReader _rows = new(reader, path, ResultColumns.All);

    public IReadOnlyList<ResultRecord> Read()
    {
        _rows.ReadHeader();
        List<ResultRecord> records = [];
        while (_rows.Read())
        {
            records.Add(new ResultRecord(
                _rows[0], _rows[1], _rows.Integer(2), _rows[3], _rows[4], _rows[5], ParseCondition(6), _rows[7], _rows[8], _rows[9],
                _rows[10].Length == 0 ? null : _rows.Integer(10), _rows[11], _rows.Number(12)));
        }

        return records;
    }

    private Condition ParseCondition(int column)
    {
        try
        {
            return ConditionNames.Parse(_rows[column]);
        }
        catch (FormatException exception)
        {
            throw _rows.Error(column, exception);
        }
    }
}
