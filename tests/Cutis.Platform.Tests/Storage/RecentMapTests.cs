using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Storage;

/// <summary>What is remembered, and what is forgotten first.</summary>
public class RecentMapTests
{
    [Fact]
    public void What_was_used_longest_ago_is_forgotten_first()
    {
        var map = new RecentMap<string, int>(2);
        map.Set("a", 1);
        map.Set("b", 2);
        map.GetOrAdd("a", _ => true, () => throw new InvalidDataException("it is known")).ShouldBe(1);
        map.Set("c", 3);
        (map.Find("a"), map.Find("b"), map.Find("c")).ShouldBe((1, 0, 3));
    }

    [Fact]
    public void Looking_alone_keeps_nothing()
    {
        var map = new RecentMap<string, int>(2);
        map.Set("a", 1);
        map.Set("b", 2);
        map.Find("a").ShouldBe(1);
        map.Set("c", 3);
        map.Find("a").ShouldBe(0);
    }

    [Fact]
    public void A_value_that_may_not_be_used_any_more_is_made_again()
    {
        var map = new RecentMap<string, int>(2);
        map.GetOrAdd("a", _ => true, () => 1).ShouldBe(1);
        map.GetOrAdd("a", known => known > 1, () => 2).ShouldBe(2);
        map.GetOrAdd("a", known => known > 1, () => 3).ShouldBe(2);
    }

    [Fact]
    public void A_known_value_may_stay()
    {
        var map = new RecentMap<string, int>(2);
        map.Set("a", 5);
        map.Set("a", 1, known => known == 5);
        map.Find("a").ShouldBe(5);
        map.Set("a", 1, known => known == 4);
        map.Find("a").ShouldBe(1);
        map.Set("b", 2, _ => true);
        map.Find("b").ShouldBe(2, "there was none to stay");
    }
}
