using System.Buffers.Binary;
using System.Text;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class SafetensorsFileTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Read_WhatWasWritten_GivesTheSameTensorsAndMetadata(bool seekable)
    {
        byte[] bytes = Write(
            [
                SafetensorsTensor.FromSingles("fc/weight", [2, 3], [1f, -2.5f, float.NaN, float.PositiveInfinity, 0f, -0f]),
                SafetensorsTensor.FromBytes("flags", [3], new byte[] { 0, 1, 255 }),
                SafetensorsTensor.FromInt64s("step", [], [long.MinValue]),
                SafetensorsTensor.FromSingles("nothing", [0, 7], []),
            ],
            new Dictionary<string, string> { ["ü"] = "line\n\"quoted\"", ["a"] = "" });
        using Stream stream = Open(bytes, seekable);
        SafetensorsFile file = SafetensorsFile.Read(stream);

        CollectionAssert.AreEquivalent(new[] { "fc/weight", "flags", "step", "nothing" }, file.Tensors.Select(tensor => tensor.Name).ToArray());
        Assert.AreEqual("line\n\"quoted\"", file.Metadata["ü"]);
        Assert.AreEqual("", file.Metadata["a"]);
        SafetensorsTensor weight = Find(file, "fc/weight");
        CollectionAssert.AreEqual(new long[] { 2, 3 }, weight.Shape.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, -2.5f, float.NaN, float.PositiveInfinity, 0f, -0f }, weight.ToSingles());
        CollectionAssert.AreEqual(new byte[] { 0, 1, 255 }, Find(file, "flags").Data.ToArray());
        CollectionAssert.AreEqual(new long[] { 0, 1, 255 }, Find(file, "flags").ToInt64s());
        CollectionAssert.AreEqual(new[] { long.MinValue }, Find(file, "step").ToInt64s());
        Assert.AreEqual(0, Find(file, "nothing").ElementCount);
        Assert.IsFalse(file.TryGet("bias", out _));
    }

    [TestMethod]
    public void Write_OneTensor_FollowsTheFormat()
    {
        byte[] bytes = Write([SafetensorsTensor.FromSingles("w", [1, 2], [1f, 2f])], new Dictionary<string, string> { ["k"] = "v" });
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.AreEqual(0, length % 8);
        Assert.AreEqual(
            """{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40 }, bytes[(8 + length)..]);
    }

    [TestMethod]
    public void Write_SameContentInOtherMetadataOrder_GivesTheSameBytes()
    {
        SafetensorsTensor[] tensors = [SafetensorsTensor.FromBytes("w", [1], new byte[] { 1 })];
        CollectionAssert.AreEqual(
            Write(tensors, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }),
            Write(tensors, new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }));
    }

    [TestMethod]
    public void Write_RepeatedOrReservedName_IsRefused()
    {
        SafetensorsTensor tensor = SafetensorsTensor.FromBytes("w", [1], new byte[] { 1 });
        Assert.ThrowsExactly<ArgumentException>(() => Write([tensor, tensor]));
        Assert.ThrowsExactly<ArgumentException>(() => Write([SafetensorsTensor.FromBytes("__metadata__", [1], new byte[] { 1 })]));
    }

    [TestMethod]
    public void Read_NoTensors_IsAnEmptyFile()
    {
        using MemoryStream stream = new(Write([]));
        Assert.IsEmpty(SafetensorsFile.Read(stream).Tensors);
    }

    [TestMethod]
    public void Read_LargeTensorFromAStreamOfUnknownLength_GivesTheSameValues()
    {
        float[] values = [.. Enumerable.Range(0, 100_003).Select(i => (float)i)];
        using Stream stream = Open(Write([SafetensorsTensor.FromSingles("w", [values.Length], values)]), seekable: false);
        CollectionAssert.AreEqual(values, SafetensorsFile.Read(stream).Tensors[0].ToSingles());
    }

    [TestMethod]
    public void Read_Path_ReadsTheFileAndNamesItInFaults()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "network.safetensors");
        try
        {
            byte[] bytes = Write([SafetensorsTensor.FromBytes("w", [1], new byte[] { 1 })]);
            File.WriteAllBytes(path, bytes);
            Assert.AreEqual("w", SafetensorsFile.Read(path).Tensors[0].Name);
            File.WriteAllBytes(path, bytes[..^1]);
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => SafetensorsFile.Read(path)).Message, path);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [TestMethod]
    public void ToSingles_OtherPrecisions_AreConverted()
    {
        byte[] bits = [0x00, 0x3E];
        CollectionAssert.AreEqual(new[] { 1.5f }, new SafetensorsTensor("h", SafetensorsType.F16, [1], bits).ToSingles());
        bits = [0xC0, 0x3F];
        CollectionAssert.AreEqual(new[] { 1.5f }, new SafetensorsTensor("b", SafetensorsType.BF16, [1], bits).ToSingles());
        CollectionAssert.AreEqual(new[] { 1.5f }, new SafetensorsTensor("d", SafetensorsType.F64, [1], BitConverter.GetBytes(1.5)).ToSingles());
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(
            () => SafetensorsTensor.FromBytes("flags", [1], new byte[] { 1 }).ToSingles());
        StringAssert.Contains(fault.Message, "Tensor 'flags' holds U8");
        Assert.ThrowsExactly<InvalidDataException>(() => SafetensorsTensor.FromSingles("w", [1], [1f]).ToInt64s());
    }

    [TestMethod]
    public void Tensor_DataThatDoesNotFitTheShape_IsRefused()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => SafetensorsTensor.FromSingles("w", [2, 2], [1f]));
        StringAssert.Contains(fault.Message, "Tensor 'w': 4 bytes do not fit F32 [2, 2]");
        Assert.ThrowsExactly<ArgumentException>(() => SafetensorsTensor.FromSingles("w", [-1, -1], [1f]));
        Assert.ThrowsExactly<ArgumentException>(() => SafetensorsTensor.FromSingles("w", [long.MaxValue, 4], [1f]));
    }

    private static SafetensorsTensor Find(SafetensorsFile file, string name)
    {
        Assert.IsTrue(file.TryGet(name, out SafetensorsTensor? tensor));
        return tensor;
    }

    private static byte[] Write(IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using MemoryStream stream = new();
        SafetensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static Stream Open(byte[] bytes, bool seekable) => seekable ? new MemoryStream(bytes) : new ForwardStream(bytes);
}
