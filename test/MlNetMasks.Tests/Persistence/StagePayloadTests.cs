using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Microsoft.ML;
using MlNetMasks.Persistence;

namespace MlNetMasks.Tests.Persistence;

[TestClass]
public sealed class StagePayloadTests
{
    private const string StageId = "test.lambda";

    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void Blobs_OfAnySizes_ComeBackByteForByte() =>
        Gen.Byte.Array[0, 5000].Array[0, 6].Sample(
            blobs =>
            {
                var reader = Open(Write(writer =>
                {
                    for (var i = 0; i < blobs.Length; i++)
                    {
                        writer.WriteBlob($"blob {i}", stream => stream.Write(blobs[i]));
                    }
                }));
                return Enumerable.Range(0, blobs.Length).All(i => reader.ReadBlob($"blob {i}", ReadAll).AsSpan().SequenceEqual(blobs[i]));
            },
            iter: 200);

    [TestMethod]
    public void BlobStream_ReadBySeeking_KeepsInsideTheBlob()
    {
        var reader = Open(Write(writer =>
        {
            writer.WriteBlob("a", stream => stream.Write([1, 2, 3, 4]));
            writer.WriteBlob("b", stream => stream.WriteByte(9));
        }));

        var read = reader.ReadBlob("a", stream =>
        {
            Assert.AreEqual(4, stream.Length);
            stream.Seek(-2, SeekOrigin.End);
            return (stream.ReadByte(), stream.ReadByte(), stream.ReadByte());
        });

        Assert.AreEqual((3, 4, -1), read);
    }

    [TestMethod]
    public void BlobWriter_ThatDisposesItsStream_DoesNotEndThePayload()
    {
        var reader = Open(Write(writer =>
        {
            writer.WriteBlob("text", stream =>
            {
                using var text = new StreamWriter(stream, Encoding.UTF8);
                text.Write("abc");
            });
            writer.WriteValue("after", 5);
        }));

        Assert.AreEqual(5, reader.ReadValue<int>("after"));
        Assert.AreEqual("abc", reader.ReadBlob("text", stream => new StreamReader(stream).ReadToEnd()));
    }

    [TestMethod]
    public void Payload_CutOffAnywhere_IsInvalidData()
    {
        var whole = Sample();
        for (var length = 0; length < whole.Length; length++)
        {
            AssertDamaged(whole[..length]);
        }
    }

    [TestMethod]
    public void Payload_WithAnyByteChanged_IsInvalidData()
    {
        var whole = Sample();
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 0x41;
            AssertDamaged(changed);
        }
    }

    [TestMethod]
    [DataRow("\"length\":600", "\"length\":9223372036854775807", "claims 9223372036854775807 bytes at 12")]
    [DataRow("\"length\":600", "\"length\":-1", "claims -1 bytes")]
    [DataRow("\"length\":600", "\"length\":599", "belong to no blob")]
    [DataRow("\"offset\":12", "\"offset\":99", "claims 600 bytes at 99")]
    [DataRow("\"blobs\"", "\"knobs\"", "its index is not valid")]
    [DataRow("\"values\":{\"answer\":42}", "\"values\":null", "its index is not valid")]
    [DataRow("\"stage\":\"test.lambda\",", "", "its index is not valid")]
    public void Index_ForgedWithAValidChecksum_IsInvalidData(string original, string forged, string expected)
    {
        var whole = Sample();
        var indexLength = BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(whole.Length - StagePayload.TailLength));
        var start = whole.Length - StagePayload.TailLength - indexLength;
        var index = Encoding.UTF8.GetString(whole, start, indexLength);
        StringAssert.Contains(index, original);

        var forgery = Seal([.. whole[..start], .. Sized(index.Replace(original, forged, StringComparison.Ordinal))]);

        StringAssert.Contains(AssertDamaged(forgery), expected);
    }

    [TestMethod]
    [DataRow(int.MaxValue)]
    [DataRow(-1)]
    [DataRow(int.MinValue)]
    public void IndexLength_BeyondThePayload_IsRefusedBeforeAnythingIsAllocated(int length)
    {
        var whole = Sample();
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(whole.Length - StagePayload.TailLength), length);
        StringAssert.Contains(AssertDamaged(Seal(whole[..^SHA256.HashSizeInBytes])), $"its index claims {length} bytes, expected 2 to");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    [DataRow(-5)]
    public void Version_OtherThanKnown_SaysWhatToUpdate(int version)
    {
        var whole = Sample();
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(StagePayload.Magic.Length), version);
        var message = AssertDamaged(Seal(whole[..^SHA256.HashSizeInBytes]));
        StringAssert.Contains(message, $"format version {version}, expected 1 to 1");
    }

    [TestMethod]
    public void UnknownStage_WhenRead_ListsTheKnownOnes()
    {
        var context = new MLContext(seed: 1);
        context.Masks.Registries.Stages.Register("known", (_, _) => throw new NotSupportedException());
        var error = Assert.ThrowsExactly<InvalidDataException>(() => StagePayload.Read(new MemoryStream(Sample()), context));
        StringAssert.Contains(error.Message, "'test.lambda', which is not registered. Known: copied-slot, known");
    }

    [TestMethod]
    public void Value_MissingOrOfAnotherType_NamesStageAndValue()
    {
        var reader = Open(Sample());
        Assert.AreEqual(42, reader.ReadValue<int>("answer"));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadValue<int>("question")).Message, "value 'question' is missing");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadValue<string>("answer")).Message,
            "Stage 'test.lambda' (written by MlNetMasks 0.1.0): value 'answer' is not a valid String");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadBlob("no", ReadAll)).Message, "blob 'no' is missing");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadBlob("weights", stream =>
            {
                stream.ReadExactly(new byte[601]);
                return 0;
            })).Message,
            "blob 'weights' ends after 600 bytes");
    }

    [TestMethod]
    public void Value_OutOfItsRange_IsInvalidDataThatKeepsTheReason()
    {
        var reader = Open(Write(writer => writer.WriteValue("rate", new { value = -1.0 })));
        var error = Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadValue<Rate>("rate"));
        StringAssert.Contains(error.Message, "Value is -1, expected above 0");
    }

    [TestMethod]
    public void Name_WrittenTwice_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Write(writer =>
        {
            writer.WriteValue("a", 1);
            writer.WriteValue("a", 2);
        }));
        Assert.ThrowsExactly<ArgumentException>(() => Write(writer =>
        {
            writer.WriteBlob("a", _ => { });
            writer.WriteBlob("a", _ => { });
        }));
    }

    private static byte[] Sample() => Write(writer =>
    {
        writer.WriteBlob("weights", stream => stream.Write(new byte[600]));
        writer.WriteValue("answer", 42);
    });

    private static byte[] Write(Action<StageWriter> write)
    {
        using var stream = new MemoryStream();
        StagePayload.Write(stream, new LambdaStage(Context, StageId, write));
        return stream.ToArray();
    }

    private static StageReader Open(byte[] payload) => StagePayload.Open(new MemoryStream(payload), MasksRegistries.Of(Context).Json);

    private static string AssertDamaged(byte[] payload) => Assert.ThrowsExactly<InvalidDataException>(() => Open(payload)).Message;

    private static byte[] Seal(byte[] content) => [.. content, .. SHA256.HashData(content)];

    private static byte[] Sized(string index)
    {
        var bytes = Encoding.UTF8.GetBytes(index);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return [.. bytes, .. length];
    }

    private static byte[] ReadAll(Stream stream)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record Rate
    {
        public Rate(double value) => Value = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), FormattableString.Invariant($"Value is {value}, expected above 0."));

        public double Value { get; }
    }
}
