using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// A growing typed copy of one column: the way of the data from a cursor into an <see cref="ExampleTable"/>, for training (all rows)
/// and for scoring (one batch, filled again and again).
/// </summary>
internal abstract class ExampleColumnBuffer
{
    /// <summary>Makes the buffer of a column that a problem reads, with room for some rows; it grows as needed.</summary>
    public static ExampleColumnBuffer Create(ProblemColumn column, int width, int capacity = 1) => column.Kind switch
    {
        ColumnKind.Bytes => new VectorBuffer<byte>(column.Name, width, capacity),
        ColumnKind.Singles => new VectorBuffer<float>(column.Name, width, capacity),
        _ => new KeyBuffer(column.Name, capacity),
    };

    /// <summary>Connects the buffer to a cursor or row; the returned action copies the current row's value behind those already there.</summary>
    public abstract Action Connect(DataViewRow row);

    /// <summary>Forgets all rows, keeps the memory.</summary>
    public abstract void Clear();

    /// <summary>The rows so far as a column. <paramref name="copy"/>: trimmed and independent, else a view of the whole buffer.</summary>
    public abstract ExampleColumn ToColumn(bool copy);

    private sealed class VectorBuffer<T>(string name, int width, int capacity) : ExampleColumnBuffer
        where T : unmanaged
    {
        private T[] _values = new T[checked(width * capacity)];
        private int _length;

        public override Action Connect(DataViewRow row)
        {
            var column = row.Schema[name];
            if (column.Type is not VectorDataViewType)
            {
                var scalar = row.GetGetter<T>(column);
                return () => scalar(ref Reserve()[0]);
            }

            var getter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return () =>
            {
                getter(ref vector);
                vector.CopyTo(Reserve());
            };
        }

        public override void Clear() => _length = 0;

        public override ExampleColumn ToColumn(bool copy) => new ExampleColumn<T>(name, width, copy ? _values[.._length] : _values);

        private Span<T> Reserve()
        {
            if (_length + width > _values.Length)
            {
                Array.Resize(ref _values, checked((int)Math.Min(Array.MaxLength, Math.Max(_values.Length * 2L, _length + width))));
            }

            _length += width;
            return _values.AsSpan(_length - width, width);
        }
    }

    private sealed class KeyBuffer(string name, int capacity) : ExampleColumnBuffer
    {
        private int[] _values = new int[capacity];
        private int _length;

        public override Action Connect(DataViewRow row)
        {
            var read = KeyReader.Create(row, row.Schema[name]);
            return () =>
            {
                if (_length == _values.Length)
                {
                    Array.Resize(ref _values, _values.Length * 2);
                }

                _values[_length++] = (int)read() - 1;
            };
        }

        public override void Clear() => _length = 0;

        public override ExampleColumn ToColumn(bool copy) => new ExampleColumn<int>(name, 1, copy ? _values[.._length] : _values);
    }
}
