namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskFileTests
{
    private const string Layers = """[{"name":"fc","shape":[2,2]}]""";

    private static readonly MaskSet Masks = new MaskSet(new MaskLayout([new("fc", [3, 50]), new("fc/bias", [7])]))
        .Add(WeightMask.FromLogits("add", Fc, layer => Logits(layer, 2)))
        .Add(WeightMask.FromLogits("everything", Fc, layer => Logits(layer, 5)), MaskRole.Control)
        .Add(WeightMask.Empty("nothing", Fc));

    private static MaskLayout Fc => new([new("fc", [3, 50]), new("fc/bias", [7])]);

    [TestMethod]
    public void Write_Masks_AreReadableTensorsOfZeroAndOne()
    {
        using MemoryStream stream = new(Write(Masks));
        SafetensorsFile file = SafetensorsFile.Read(stream);
        CollectionAssert.AreEqual(
            new[] { "add/fc", "add/fc/bias", "everything/fc", "everything/fc/bias", "nothing/fc", "nothing/fc/bias" },
            file.Tensors.Select(tensor => tensor.Name).ToArray());
        CollectionAssert.AreEqual(new long[] { 3, 50 }, file.Tensors[0].Shape.ToArray());
        Assert.AreEqual(SafetensorsType.U8, file.Tensors[0].Type);
        CollectionAssert.AreEqual(new byte[] { 0, 1, 0, 1, 0, 1, 0 }, file.Tensors[1].Data.ToArray());
        Assert.AreEqual("1", file.Metadata["version"]);
        StringAssert.Contains(file.Metadata["masks"], """{"name":"everything","role":"control"}""");
    }

    [TestMethod]
    public void Read_WhatWasWritten_GivesTheSameSetAndTheSameBytes()
    {
        byte[] bytes = Write(Masks);
        using ForwardStream stream = new(bytes);
        MaskSet read = MaskFile.Read(stream);
        Assert.AreEqual(Masks, read);
        CollectionAssert.AreEqual(bytes, Write(read));
    }

    [TestMethod]
    public void Read_SetWithoutMasks_KeepsTheLayout()
    {
        using MemoryStream stream = new(Write(new MaskSet(Fc)));
        Assert.AreEqual(new MaskSet(Fc), MaskFile.Read(stream));
    }

    [TestMethod]
    public void Read_EveryTruncation_IsAnInvalidFile()
    {
        byte[] bytes = Write(Masks);
        for (int length = 0; length < bytes.Length; length++)
        {
            using MemoryStream stream = new(bytes, 0, length);
            Assert.ThrowsExactly<InvalidDataException>(() => MaskFile.Read(stream));
        }
    }

    [TestMethod]
    public void Read_Path_NamesTheFileInFaults()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "masks.safetensors");
        try
        {
            File.WriteAllBytes(path, Write(Masks));
            Assert.AreEqual(Masks, MaskFile.Read(path));
            File.WriteAllBytes(path, Hand(version: "2"));
            string message = Assert.ThrowsExactly<InvalidDataException>(() => MaskFile.Read(path)).Message;
            StringAssert.Contains(message, path);
            StringAssert.Contains(message, "has version 2 of the mask file format, this program reads up to 1");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [TestMethod]
    public void Read_FileMadeByHand_IsUnderstood()
    {
        using MemoryStream stream = new(Hand());
        MaskSet masks = MaskFile.Read(stream);
        Assert.AreEqual(WeightMask.FromBits("add", new MaskLayout([new("fc", [2, 2])]), [[0b1001]]), masks.Single().Mask);
    }

    [TestMethod]
    [DataRow("weights", "1", Layers, """[{"name":"add","role":"function"}]""", "'format' is 'weights'")]
    [DataRow("mlnetmasks-masks", "x", Layers, """[{"name":"add","role":"function"}]""", "'version' is 'x'")]
    [DataRow("mlnetmasks-masks", "1", "{}", """[{"name":"add","role":"function"}]""", "'layers' is not a list")]
    [DataRow("mlnetmasks-masks", "1", "[]", "[]", "at least one layer")]
    [DataRow("mlnetmasks-masks", "1", "[null]", "[]", "'layers' is missing or holds null")]
    [DataRow("mlnetmasks-masks", "1", """[{"name":"fc","shape":null}]""", """[{"name":"add","role":"function"}]""", "'layers' is not a list")]
    [DataRow("mlnetmasks-masks", "1", """[{"name":"fc"}]""", """[{"name":"add","role":"function"}]""", "'layers' is not a list")]
    [DataRow("mlnetmasks-masks", "1", """[{"name":"fc","shape":[0]}]""", """[{"name":"add","role":"function"}]""", "Layer 'fc' has shape [0]")]
    [DataRow("mlnetmasks-masks", "1", """[{"name":"fc","shape":[2147483647]}]""", """[{"name":"add","role":"function"}]""", "tensor 'add/fc' is U8 [2, 2], expected U8 [2147483647]")]
    [DataRow("mlnetmasks-masks", "1", Layers, """[{"name":"mul","role":"function"}]""", "tensor 'mul/fc' is missing")]
    [DataRow("mlnetmasks-masks", "1", Layers, """[{"name":"add","role":"boss"}]""", "role 'boss'")]
    [DataRow("mlnetmasks-masks", "1", Layers, """[{"name":"\ud800","role":"function"}]""", "'masks' is not a list")]
    [DataRow("mlnetmasks-masks", "1", Layers, """[{"name":"add","role":"function"},{"name":"add","role":"function"}]""", "1 tensors, expected 2 masks of 1 layers")]
    public void Read_WrongMetadata_IsRefusedByName(string format, string version, string layers, string masks, string expected) =>
        AssertInvalid(Hand(format, version, layers, masks), expected);

    [TestMethod]
    public void Read_OtherValuesThanZeroAndOne_NamesTensorAndElement() =>
        AssertInvalid(Hand(value: 2), "tensor 'add/fc' holds 2 at element 3, expected 0 or 1");

    [TestMethod]
    public void Read_OtherSafetensorsFile_IsRefused()
    {
        using MemoryStream stream = new();
        SafetensorsFile.Write(stream, [SafetensorsTensor.FromSingles("w", [1], [1])]);
        AssertInvalid(stream.ToArray(), "'format' is ''");
    }

    private static void AssertInvalid(byte[] bytes, string expected)
    {
        using MemoryStream stream = new(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => MaskFile.Read(stream, "masks.safetensors"));
        Assert.IsLessThan(4_000_000L, GC.GetAllocatedBytesForCurrentThread() - before);
        StringAssert.Contains(fault.Message, "'masks.safetensors' is not a valid mask file");
        StringAssert.Contains(fault.Message, expected);
        Assert.IsFalse(fault.Message.Contains('\n', StringComparison.Ordinal));
    }

    private static byte[] Hand(
        string format = "mlnetmasks-masks", string version = "1", string layers = Layers, string masks = """[{"name":"add","role":"function"}]""", byte value = 1)
    {
        using MemoryStream stream = new();
        SafetensorsFile.Write(
            stream,
            [SafetensorsTensor.FromBytes("add/fc", [2, 2], new byte[] { 1, 0, 0, value })],
            new Dictionary<string, string> { ["format"] = format, ["version"] = version, ["layers"] = layers, ["masks"] = masks });
        return stream.ToArray();
    }

    private static byte[] Write(MaskSet masks)
    {
        using MemoryStream stream = new();
        MaskFile.Write(stream, masks);
        return stream.ToArray();
    }

    private static float[] Logits(int layer, int period) => [.. Enumerable.Range(0, Fc.Layers[layer].Count).Select(i => i % period == 0 ? -1f : 1f)];
}
