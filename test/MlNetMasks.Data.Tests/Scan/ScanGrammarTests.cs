namespace MlNetMasks.Data.Tests.Scan;

[TestClass]
public sealed class ScanGrammarTests
{
    [TestMethod]
    [DataRow("jump", "I_JUMP")]
    [DataRow("turn left", "I_TURN_LEFT")]
    [DataRow("walk right", "I_TURN_RIGHT I_WALK")]
    [DataRow("look opposite left", "I_TURN_LEFT I_TURN_LEFT I_LOOK")]
    [DataRow("turn opposite right twice", "I_TURN_RIGHT I_TURN_RIGHT I_TURN_RIGHT I_TURN_RIGHT")]
    [DataRow("run around left", "I_TURN_LEFT I_RUN I_TURN_LEFT I_RUN I_TURN_LEFT I_RUN I_TURN_LEFT I_RUN")]
    [DataRow("jump twice and walk", "I_JUMP I_JUMP I_WALK")]
    [DataRow("jump twice after walk thrice", "I_WALK I_WALK I_WALK I_JUMP I_JUMP")]
    public void ActionText_OfACommand_FollowsTheRules(string command, string actions)
    {
        Assert.IsTrue(ScanGrammar.TryFind(command, out int index));
        Assert.AreEqual(command, ScanGrammar.CommandText(index));
        Assert.AreEqual(actions, ScanGrammar.ActionText(index));
    }

    [TestMethod]
    public void Commands_All_AreDifferentAndFoundAgain()
    {
        var texts = new HashSet<string>();
        for (int command = 0; command < ScanGrammar.CommandCount; command++)
        {
            string text = ScanGrammar.CommandText(command);
            Assert.IsTrue(texts.Add(text), text);
            Assert.IsTrue(ScanGrammar.TryFind(text, out int found), text);
            Assert.AreEqual(command, found, text);
        }

        Assert.HasCount(20_910, texts);
        Assert.AreEqual(9, texts.Max(static text => text.Split(' ').Length));
        Assert.AreEqual(13, texts.SelectMany(static text => text.Split(' ')).Distinct().Count());
    }

    [TestMethod]
    public void Actions_All_AreThoseOfAnInterpreterWrittenAnew()
    {
        for (int command = 0; command < ScanGrammar.CommandCount; command++)
        {
            string text = ScanGrammar.CommandText(command);
            Assert.AreEqual(string.Join(' ', Interpret(text)), ScanGrammar.ActionText(command), text);
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("turn")]
    [DataRow("turn twice")]
    [DataRow("jump  twice")]
    [DataRow(" jump")]
    [DataRow("jump ")]
    [DataRow("Jump")]
    [DataRow("jump twice thrice")]
    [DataRow("jump opposite")]
    [DataRow("jump and")]
    [DataRow("jump and walk and run")]
    [DataRow("jump and walk after run")]
    [DataRow("hop")]
    [DataRow(null)]
    public void TryFind_WhatTheGrammarDoesNotMake_IsRefused(string? text)
    {
        Assert.IsFalse(ScanGrammar.TryFind(text, out int command));
        Assert.AreEqual(-1, command);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(20_910)]
    public void CommandText_OfANumberOutOfRange_IsRefused(int command)
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ScanGrammar.CommandText(command));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ScanGrammar.ActionText(command));
    }

    [TestMethod]
    public void CommandText_OfATokenOutOfRange_IsRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ScanVocabulary.ActionText([1, 7]));

    private static IEnumerable<string> Interpret(string text)
    {
        if (text.Split(" and ") is [var first, var second])
        {
            return Interpret(first).Concat(Interpret(second));
        }

        if (text.Split(" after ") is [var last, var earlier])
        {
            return Interpret(earlier).Concat(Interpret(last));
        }

        string[] words = text.Split(' ');
        int times = words[^1] switch { "twice" => 2, "thrice" => 3, _ => 1 };
        words = times > 1 ? words[..^1] : words;
        string[] act = words[0] == "turn" ? [] : ["I_" + words[0].ToUpperInvariant()];
        string turn = "I_TURN_" + words[^1].ToUpperInvariant();
        string[] once = words switch
        {
            [_] => act,
            [_, "opposite", _] => [turn, turn, .. act],
            [_, "around", _] => [turn, .. act, turn, .. act, turn, .. act, turn, .. act],
            _ => [turn, .. act],
        };
        return Enumerable.Repeat(once, times).SelectMany(static part => part);
    }
}
