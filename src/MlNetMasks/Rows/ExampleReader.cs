using Microsoft.ML;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Copies the columns that a problem reads, of the rows that a filter picks (as often as it counts them), from a view into an <see cref="ExampleTable"/>.</summary>
internal static class ExampleReader
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int CancellationInterval = 4096;

    /// <summary>Reads the rows.</summary>
    /// <param name="data">The view.</param>
    /// <param name="columns">The columns, sizes checked before.</param>
    /// <param name="problem">Checks the rows; its right answers must be there.</param>
    /// <param name="filter">Picks rows; <see langword="null"/> for all.</param>
    /// <param name="purpose">Who asks, for messages.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    /// <exception cref="InvalidDataException">No row is left, or a value cannot be used.</exception>
    public static ExampleSet Read(IDataView data, ProblemColumns columns, BoundProblem problem, RowFilter? filter, string purpose, CancellationToken cancellation)
    {
        var names = columns.Present.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        if (filter is not null)
        {
            names.Add(filter.Column);
        }

        var buffers = columns.Present.Select(column => ExampleColumnBuffer.Create(column, columns.Sizes[column.Name].Width)).ToArray();
        using var cursor = data.GetRowCursor(data.Schema.Where(column => !column.IsHidden && names.Contains(column.Name)));
        var times = filter?.Times(cursor);
        var copies = buffers.Select(buffer => buffer.Connect(cursor)).ToArray();
        var (seen, kept, hash) = (0L, 0L, 0xCBF29CE484222325UL);
        while (cursor.MoveNext())
        {
            if (seen % CancellationInterval == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            for (var left = times?.Invoke() ?? 1; left > 0; left--)
            {
                hash = RandomStream.DeriveKey(hash ^ (ulong)seen);
                kept++;
                foreach (var copy in copies)
                {
                    copy();
                }
            }

            seen++;
        }

        if (kept == 0)
        {
            throw new InvalidDataException(filter is null
                ? $"{purpose} got a view without rows; check the source and the filters before it."
                : $"{purpose} found no row with '{filter}' among {seen} rows; check the filter's value and the data.");
        }

        var table = new ExampleTable([.. buffers.Select(buffer => buffer.ToColumn(copy: true))]);
        try
        {
            problem.Validate(table, withTargets: true, firstRow: 0);
        }
        catch (InvalidDataException e)
        {
            var counted = filter is null ? "" : $", counting only rows with '{filter}'";
            throw new InvalidDataException($"{purpose}{counted}: {e.Message}", e);
        }

        return new ExampleSet(table, hash);
    }
}
