using System.Text.Json;
using Microsoft.ML;
using MlNetMasks.Persistence;

namespace MlNetMasks.Tests.Persistence;

[TestClass]
public sealed class StableIdRegistryTests
{
    private static MasksRegistries Registries()
    {
        var registries = new MLContext(seed: 1).Masks.Registries;
        registries.For<Shape>().Register<Circle>("circle").Register<Group>("acme.group");
        return registries;
    }

    [TestMethod]
    public void Value_WrittenAsItsBase_HasIdAndOptions()
    {
        var json = JsonSerializer.Serialize<Shape>(new Circle(1.5), Registries().Json);
        Assert.AreEqual("""{"id":"circle","options":{"radius":1.5,"colour":"dark-blue"}}""", json);
    }

    [TestMethod]
    public void Value_WithNestedSeamValues_RoundTrips()
    {
        var json = Registries().Json;
        Shape group = new Group([new Circle(1), new Group([])]);
        var text = JsonSerializer.Serialize(group, json);
        Assert.AreEqual(text, JsonSerializer.Serialize(JsonSerializer.Deserialize<Shape>(text, json), json));
    }

    [TestMethod]
    public void UnknownId_WhenRead_ListsTheKnownOnes()
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(
            () => JsonSerializer.Deserialize<Shape>("""{"id":"square","options":{}}""", Registries().Json));
        StringAssert.Contains(error.Message, "'square' is not a known Shape. Known: acme.group, circle.");
    }

    [TestMethod]
    [DataRow("""{"id":"circle"}""")]
    [DataRow("""{"id":7,"options":{}}""")]
    [DataRow("""{"id":"circle","options":[]}""")]
    [DataRow("""{"id":"circle","options":{"radius":1},"more":1}""")]
    [DataRow("""{"id":"circle","options":{"radius":1,"unknown":2}}""")]
    [DataRow("""{"id":"circle","options":{}}""")]
    [DataRow("""["circle"]""")]
    public void Json_OfAnotherForm_IsRefused(string json) =>
        Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<Shape>(json, Registries().Json));

    [TestMethod]
    public void UnregisteredType_WhenWritten_IsNamedWithRemedy()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => JsonSerializer.Serialize<Shape>(new Stray(), Registries().Json));
        StringAssert.Contains(error.Message, "Stray has no stable id");
    }

    [TestMethod]
    public void Registration_OfTheSamePairAgain_ChangesNothing()
    {
        var shapes = Registries().For<Shape>().Register<Circle>("circle");
        CollectionAssert.AreEqual(new[] { "acme.group", "circle" }, shapes.Ids.ToArray());
    }

    [TestMethod]
    public void Registration_ThatWouldBeAmbiguous_IsRefused()
    {
        var shapes = Registries().For<Shape>();
        Assert.ThrowsExactly<ArgumentException>(() => shapes.Register<Stray>("circle"));
        Assert.ThrowsExactly<ArgumentException>(() => shapes.Register<Circle>("disc"));
        Assert.ThrowsExactly<ArgumentException>(() => shapes.Register<Shape>("shape"));
        Assert.ThrowsExactly<ArgumentException>(() => shapes.Register<Stray>("Bad Id"));
    }

    [TestMethod]
    public void Registries_OfHostAndContext_AreTheSameAndOfOtherContextsAreNot()
    {
        var context = new MLContext(seed: 1);
        var host = ((Microsoft.ML.Runtime.IHostEnvironment)context).Register("Host", seed: 0);
        Assert.AreSame(context.Masks.Registries, MasksRegistries.Of(host));
        Assert.AreNotSame(context.Masks.Registries, new MLContext(seed: 1).Masks.Registries);
    }

    [TestMethod]
    public void Registration_FromManyThreads_KeepsAll()
    {
        var registries = Registries();
        Parallel.For(0, 64, i =>
        {
            registries.For<Shape>().Register<Circle>("circle");
            registries.Stages.Register($"stage-{i}", (_, _) => throw new NotSupportedException());
        });
        Assert.HasCount(64, registries.Stages.Ids.Where(id => id.StartsWith("stage-", StringComparison.Ordinal)).ToList());
    }

    private abstract record Shape;

    private sealed record Circle(double Radius, Colour Colour = Colour.DarkBlue) : Shape;

    private sealed record Group(IReadOnlyList<Shape> Parts) : Shape;

    private sealed record Stray : Shape;

    private enum Colour
    {
        DarkBlue,
        Red,
    }
}
