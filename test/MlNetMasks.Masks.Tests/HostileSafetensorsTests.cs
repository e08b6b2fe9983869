using System.Buffers.Binary;
using System.Text;
using CsCheck;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class HostileSafetensorsTests
{
    private const long LittleMemory = 4_000_000;

    private static readonly byte[] Valid = ValidFile();

    [TestMethod]
    public void Read_EveryTruncation_IsAnInvalidFile()
    {
        for (int length = 0; length < Valid.Length; length++)
        {
            AssertInvalid(Valid[..length]);
        }
    }

    [TestMethod]
    public void Read_OneByteMore_IsAnInvalidFile() => AssertInvalid([.. Valid, 0], "follow");

    [TestMethod]
    [DataRow(ulong.MaxValue)]
    [DataRow(1UL << 63)]
    [DataRow(100_000_001UL)]
    [DataRow(100_000_000UL)]
    [DataRow(1UL)]
    [DataRow(0UL)]
    public void Read_HostileHeaderLength_IsRefusedWithoutMemory(ulong length)
    {
        byte[] bytes = [.. Valid];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        AssertInvalid(bytes, "header");
    }

    [TestMethod]
    [DataRow("", "header")]
    [DataRow("  ", "not a JSON object")]
    [DataRow("[1]", "JSON Array")]
    [DataRow("null", "JSON Null")]
    [DataRow("not json", "not a JSON object")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}""", "not a JSON object")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} {}""", "not a JSON object")]
    [DataRow("""{"w":7}""", "tensor 'w'")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4]}}""", "tensor 'w' has only")]
    [DataRow("""{"w":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "repeated field 'dtype'")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"path":"x"}}""", "field 'path'")]
    [DataRow("""{"w":{"dtype":"F4","shape":[4],"data_offsets":[0,4]}}""", "dtype 'F4'")]
    [DataRow("""{"w":{"dtype":1,"shape":[4],"data_offsets":[0,4]}}""", "tensor 'w'")]
    [DataRow("""{"w":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}""", "shape")]
    [DataRow("""{"w":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", "'-4' in shape")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4.5],"data_offsets":[0,4]}}""", "'4.5' in shape")]
    [DataRow("""{"w":{"dtype":"U8","shape":["4"],"data_offsets":[0,4]}}""", "in shape")]
    [DataRow("""{"w":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}}""", "in shape")]
    [DataRow("""{"w":{"dtype":"U8","shape":[5],"data_offsets":[0,4]}}""", "does not fit U8 [5]")]
    [DataRow("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,4]}}""", "does not fit F32 [4]")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4294967296,4294967296,4],"data_offsets":[0,4]}}""", "does not fit U8")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[4]}}""", "data_offsets [4]")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", "data_offsets [4, 0]")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", "in data_offsets")]
    [DataRow("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}""", "leaves a gap")]
    [DataRow("""{"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "follow")]
    [DataRow("""{"w":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "")]
    [DataRow("""{"w":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""", "")]
    [DataRow("""{"w":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", "at most")]
    [DataRow("""{"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "'w' stands in the header twice")]
    [DataRow("""{"v":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "tensor 'w' overlaps")]
    [DataRow("""{"v":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "overlaps")]
    [DataRow("""{"v":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"w":{"dtype":"U8","shape":[0],"data_offsets":[2,2]}}""", "overlaps")]
    [DataRow("""{"__metadata__":7}""", "__metadata__")]
    [DataRow("""{"__metadata__":{"k":7}}""", "metadata 'k'")]
    [DataRow("""{"__metadata__":{"k":null}}""", "metadata 'k'")]
    [DataRow("""{"__metadata__":{"k":"a","k":"b"}}""", "metadata 'k' stands in the header twice")]
    [DataRow("""{"\ud800":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "Unicode")]
    [DataRow("""{"__metadata__":{"k":"\udc00"}}""", "Unicode")]
    public void Read_HostileHeader_IsRefusedByName(string header, string expected) => AssertInvalid(FileOf(header, 4), expected);

    [TestMethod]
    public void Read_HeaderThatIsNotUtf8_IsRefused()
    {
        byte[] bytes = FileOf("""{"?":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4);
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;
        AssertInvalid(bytes, "not UTF-8");
    }

    [TestMethod]
    public void Read_DeeplyNestedHeader_IsRefused() => AssertInvalid(FileOf(new string('[', 100_000), 0), "not a JSON object");

    [TestMethod]
    public void Read_PathLikeNames_AreOnlyNames()
    {
        const string Name = "../../etc/passwd";
        using MemoryStream stream = new(FileOf($$$"""{"{{{Name}}}":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"C:\\x\u0000":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}""", 4));
        SafetensorsFile file = SafetensorsFile.Read(stream);
        CollectionAssert.AreEqual(new[] { Name, "C:\\x\0" }, file.Tensors.Select(tensor => tensor.Name).ToArray());
    }

    [TestMethod]
    public void Read_NameWithLineBreaks_GivesAMessageOfOneShortLine()
    {
        string name = string.Concat(Enumerable.Repeat("\\n\\u001b[31m\\u2028", 1000));
        string message = AssertInvalid(FileOf($$"""{"{{name}}":7}""", 0));
        Assert.IsFalse(message.Any(letter => char.IsControl(letter) || letter == '\u2028'), message);
        Assert.IsLessThan(400, message.Length);
    }

    [TestMethod]
    public void Read_OneByteChanged_IsReadOrInvalid() =>
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Byte).Sample((index, value) =>
        {
            byte[] bytes = [.. Valid];
            bytes[index] = value;
            foreach (Stream stream in (Stream[])[new MemoryStream(bytes), new ForwardStream(bytes)])
            {
                try
                {
                    Assert.IsNotNull(SafetensorsFile.Read(stream));
                }
                catch (InvalidDataException fault)
                {
                    StringAssert.Contains(fault.Message, "'stream' is not a valid safetensors file");
                }
            }
        }, iter: 3000);

    private static string AssertInvalid(byte[] bytes, string expected = "")
    {
        string message = "";
        foreach (Stream stream in (Stream[])[new MemoryStream(bytes), new ForwardStream(bytes)])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => SafetensorsFile.Read(stream, "model.safetensors"));
            Assert.IsLessThan(LittleMemory, GC.GetAllocatedBytesForCurrentThread() - before);
            message = fault.Message;
            StringAssert.Contains(message, "'model.safetensors' is not a valid safetensors file");
            StringAssert.Contains(message, expected);
            StringAssert.Contains(message, "create or copy it again");
        }

        return message;
    }

    private static byte[] FileOf(string header, int dataLength)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }

    private static byte[] ValidFile()
    {
        using MemoryStream stream = new();
        SafetensorsFile.Write(
            stream,
            [SafetensorsTensor.FromSingles("w", [2, 3], [1, 2, 3, 4, 5, 6]), SafetensorsTensor.FromInt64s("n", [1], [9])],
            new Dictionary<string, string> { ["k"] = "v" });
        return stream.ToArray();
    }
}
