using CsCheck;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Parameters;

[TestClass]
public sealed unsafe class ArenaTests
{
    private static readonly ArenaLayout Layout = new([("a", [3, 5]), ("b", []), ("c", [16]), ("d", [17])]);

    [TestMethod]
    public void Layout_OfAnyShapes_AlignsEverySlotAndNeverOverlaps()
    {
        Gen.Int[1, 40].Array[0, 3].Array[0, 8].Sample(shapes =>
        {
            var layout = new ArenaLayout(shapes.Select((shape, index) => ($"tensor{index}", (IReadOnlyList<int>)shape)));
            var end = 0L;
            foreach (var slot in layout.Slots)
            {
                Assert.AreEqual(0, slot.Offset % ArenaLayout.Alignment);
                Assert.IsInRange(end, end + ArenaLayout.Alignment - 1, slot.Offset);
                end = slot.Offset + slot.Count;
            }

            Assert.IsInRange(end, end + ArenaLayout.Alignment - 1, layout.Length);
            Assert.AreEqual(layout.Slots.Sum(slot => (long)slot.Count), layout.Count);
        });
    }

    [TestMethod]
    public void Layout_OfNames_FindsThemAndRefusesRepeats()
    {
        Assert.AreEqual(2, Layout.IndexOf("c"));
        Assert.AreEqual(-1, Layout.IndexOf("C"));
        var failure = Assert.ThrowsExactly<ArgumentException>(() => new ArenaLayout([("a", [1]), ("a", [2])]));
        StringAssert.Contains(failure.Message, "'a'");
        Assert.ThrowsExactly<OverflowException>(() => new ArenaLayout([("a", [65536, 65536])]));
        Assert.AreEqual(2 * (1L << 31), new ArenaLayout([("a", [int.MaxValue]), ("b", [int.MaxValue])]).Length);
    }

    [TestMethod]
    public void Layout_OfAShapeChangedLater_KeepsTheFirst()
    {
        int[] shape = [2, 3];
        var layout = new ArenaLayout([("a", shape)]);

        shape[0] = 99;

        CollectionAssert.AreEqual(new[] { 2, 3 }, layout.Slots[0].Shape.ToArray());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Arena_OfGroups_ShowsTheSameMemoryAsSpanAndTensor(int groups)
    {
        using var arena = new FloatArena(Layout, groups);
        for (var slot = 0; slot < Layout.Slots.Count; slot++)
        {
            Assert.AreEqual(0u, (nuint)arena.Pointer(slot) % 64);
            Assert.HasCount(Layout.Slots[slot].Count * groups, arena.Span(slot).ToArray());
            Assert.IsFalse(arena.Span(slot).ContainsAnyExcept(0f));
            arena.Span(slot).Fill(slot + 1);
        }

        CollectionAssert.AreEqual(new long[] { groups, 3, 5 }, arena.Tensor(0).shape);
        CollectionAssert.AreEqual(new long[] { groups }, arena.Tensor(1).shape);
        for (var slot = 0; slot < Layout.Slots.Count; slot++)
        {
            using var sum = arena.Tensor(slot).sum();
            Assert.AreEqual((slot + 1) * Layout.Slots[slot].Count * groups, sum.item<float>());
        }
    }

    [TestMethod]
    public void CopyFrom_OfAnArena_CopiesAllOrRefuses()
    {
        using var source = new FloatArena(Layout, 2);
        using var copy = new FloatArena(Layout, 2);
        using var other = new FloatArena(Layout, 4);
        source.Span(3).Fill(7);

        copy.CopyFrom(source);

        CollectionAssert.AreEqual(source.Span(3).ToArray(), copy.Span(3).ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => other.CopyFrom(source));
    }

    [TestMethod]
    public void Arena_BeyondAllMemory_SaysHowMuchItWouldTake()
    {
        var layout = new ArenaLayout([("a", [int.MaxValue])]);

        var failure = Assert.ThrowsExactly<InsufficientMemoryException>(() => new FloatArena(layout, 1 << 20));

        StringAssert.StartsWith(failure.Message, "There is no room for 2251799813685248 numbers of Float32 (8388608.0 GiB);");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new FloatArena(layout, 0));
    }

    [TestMethod]
    public void Arena_AfterDispose_RefusesInsteadOfReadingFreedMemory()
    {
        var arena = new FloatArena(Layout);
        using var other = new FloatArena(Layout);
        arena.Dispose();
        arena.Dispose();

        Assert.ThrowsExactly<ObjectDisposedException>(() => arena.Span(0).Length);
        Assert.ThrowsExactly<ObjectDisposedException>(() => arena.Tensor(0));
        Assert.ThrowsExactly<ObjectDisposedException>(() => other.CopyFrom(arena));
    }

    [TestMethod]
    public void DataPointer_BeyondTwoGibibytes_PointsToTheFirstElement()
    {
        // Memory that is never touched costs no memory.
        using var large = empty((1L << 29) + 16, ScalarType.Float32);
        using var part = large.narrow(0, 0, 16);

        Assert.AreEqual((nuint)part.DataPointer(), (nuint)large.DataPointer());
    }

    [TestMethod]
    public void Initializer_OfEitherKind_FillsAsItSays()
    {
        var values = new float[1000];
        Initializer.FanIn(16).Fill(values, [values.Length], new RandomStream(1));
        Assert.IsFalse(values.AsSpan().ContainsAnyExceptInRange(-0.25f, 0.25f));
        Assert.IsGreaterThan(900, values.Distinct().Count());

        Initializer.Constant(2.5).Fill(values, [values.Length], new RandomStream(1));
        Assert.IsFalse(values.AsSpan().ContainsAnyExcept(2.5f));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Initializer.FanIn(0));
    }
}
