using System;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cutis.Platform.Urls;

namespace Cutis.Server.Tests;

/// <summary>What a signing key is good for, for how long, and what becomes of one that leaked.</summary>
public class SigningKeyTests : TestServer
{
    private string KeysFile => Path.Combine(Data, SigningKeys.FileName);

    private async Task<Uri> UrlAsync() =>
        new(
            (await MasksOfAsync(Known.DemoImageId, """[{"algorithm_tech_name":"lines"}]"""))[0].GetProperty("masked_image_url").GetString()!
        );

    private async Task<int> GetAsync(string url) => (await SendAsync("GET", url, token: "")).Status;

    // What somebody can make who has got hold of a secret.
    private static string Forge(Uri url, SigningKey key, DateTimeOffset expires)
    {
        var seconds = expires.ToUnixTimeSeconds();
        var path = Uri.UnescapeDataString(url.AbsolutePath);
        var signature = HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes($"GET\n{path}\n{seconds}"));
        return $"{url.GetLeftPart(UriPartial.Path)}?expires={seconds}&kid={key.Id}&signature={Base64Url.EncodeToString(signature)}";
    }

    // Beside the server, as a command does.
    private async Task<SigningKey[]> ChangeAsync(Action<SigningKeys> change)
    {
        change(new SigningKeys(Data, Clock));
        await Task.Delay(1100);
        return JsonSerializer.Deserialize<SigningKey[]>(File.ReadAllBytes(KeysFile))!;
    }

    [Fact]
    public async Task A_forged_url_that_expires_later_than_any_can_is_refused()
    {
        var url = await UrlAsync();
        var leaked = new SigningKeys(Data, Clock).Current;
        (await GetAsync(Forge(url, leaked, Clock.Now.AddDays(7)))).ShouldBe(200);
        foreach (var later in new[] { Clock.Now.AddDays(7).AddSeconds(1), Clock.Now.AddYears(1), DateTimeOffset.MaxValue })
            (await GetAsync(Forge(url, leaked, later))).ShouldBe(403, $"{later}");
    }

    [Fact]
    public async Task A_key_that_was_superseded_verifies_only_what_it_can_have_signed()
    {
        var url = await UrlAsync();
        var leaked = new SigningKeys(Data, Clock).Current;
        var rotated = Clock.Now;
        await ChangeAsync(keys => keys.Rotate());
        Clock.Now = rotated.AddDays(2);
        (await GetAsync(Forge(url, leaked, rotated.AddDays(7)))).ShouldBe(200);
        (await GetAsync(Forge(url, leaked, rotated.AddDays(7).AddMinutes(1)))).ShouldBe(403);
        Clock.Now = rotated.AddDays(7).AddMinutes(1);
        (await GetAsync(Forge(url, leaked, Clock.Now.AddMinutes(1)))).ShouldBe(403);
    }

    [Fact]
    public async Task An_old_key_in_a_file_of_an_earlier_version_verifies_nothing_years_after_its_rotation()
    {
        var url = await UrlAsync();
        // As earlier versions wrote them: without the moment at which a key was superseded.
        var (current, old) = (SigningKey.Create(Clock.Now.AddYears(-6)), SigningKey.Create(Clock.Now.AddYears(-6).AddDays(-1)));
        File.WriteAllText(
            KeysFile,
            $$"""
            [{"Id":"{{current.Id}}","Secret":"{{Convert.ToBase64String(current.Secret)}}","CreatedAt":"{{current.CreatedAt:O}}"},
             {"Id":"{{old.Id}}","Secret":"{{Convert.ToBase64String(old.Secret)}}","CreatedAt":"{{old.CreatedAt:O}}"}]
            """
        );
        await Task.Delay(1100);
        (await GetAsync(Forge(url, current, Clock.Now.AddHours(1)))).ShouldBe(200);
        (await GetAsync(Forge(url, current, Clock.Now.AddYears(7000)))).ShouldBe(403);
        (await GetAsync(Forge(url, old, Clock.Now.AddHours(1)))).ShouldBe(403);
        (await GetAsync(Forge(url, old, Clock.Now.AddYears(7000)))).ShouldBe(403);
    }

    [Fact]
    public async Task A_revoked_key_ends_at_once_with_every_url_that_it_signed()
    {
        var before = await UrlAsync();
        (await GetAsync(before.ToString())).ShouldBe(200);
        var first = new SigningKeys(Data, Clock).Current;
        var keys = await ChangeAsync(k => k.Rotate());
        var between = await UrlAsync();

        // An older one: the one that signs is left alone.
        keys = await ChangeAsync(k => k.Revoke(first.Id).ShouldBeTrue());
        keys[0].RevokedAt.ShouldBeNull();
        (await GetAsync(before.ToString())).ShouldBe(403);
        (await GetAsync(Forge(before, first, Clock.Now.AddMinutes(1)))).ShouldBe(403);
        (await GetAsync(between.ToString())).ShouldBe(200);

        // The one that signs: another takes over.
        var second = keys[0];
        keys = await ChangeAsync(k => k.Revoke(second.Id).ShouldBeTrue());
        keys[0].Id.ShouldNotBe(second.Id);
        (await GetAsync(between.ToString())).ShouldBe(403);
        (await GetAsync((await UrlAsync()).ToString())).ShouldBe(200);

        // Nothing in the file would let an earlier version take it for valid.
        File.ReadAllText(KeysFile).ShouldNotContain(Convert.ToBase64String(first.Secret));
        File.ReadAllText(KeysFile).ShouldNotContain(Convert.ToBase64String(second.Secret));
        new SigningKeys(Data, Clock).Revoke("none").ShouldBeFalse();
    }

    [Fact]
    public void Revoking_a_key_gives_no_older_one_a_longer_life()
    {
        var start = Clock.Now;
        var ring = KeyRing.Create(start);
        var oldest = ring.Current.Id;
        ring = KeyRing.Parse(ring.Rotate(start.AddDays(1)).ToUtf8())!;
        ring = KeyRing.Parse(ring.Revoke(ring.Current.Id, start.AddDays(5)).ToUtf8())!;
        ring.Find(oldest)!.CanHaveSigned(start.AddDays(8)).ShouldBeTrue();
        ring.Find(oldest)!.CanHaveSigned(start.AddDays(8).AddMinutes(1)).ShouldBeFalse();
        ring.Keys.Count(key => key.RevokedAt is not null).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("{}")]
    [InlineData("""[{"Id":"a","Secret":"","CreatedAt":"2026-01-01T00:00:00Z"}]""")]
    [InlineData("""[{"Id":"a&b","Secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","CreatedAt":"2026-01-01T00:00:00Z"}]""")]
    public async Task A_broken_file_leaves_the_last_keys_in_use_and_ready_tells_it(string content)
    {
        var url = (await UrlAsync()).ToString();
        var good = File.ReadAllBytes(KeysFile);
        File.WriteAllText(KeysFile, content);
        await Task.Delay(1100);
        (await GetAsync(url)).ShouldBe(200);
        (await UrlAsync()).ToString().ShouldBe(url);
        var ready = await SendAsync("GET", "/health/ready", token: "");
        (ready.Status, ready.Text).ShouldBe((503, """{"detail":"signing keys"}"""));
        Should
            .Throw<SigningKeysException>(() => new SigningKeys(Data, Clock))
            .Message.ShouldStartWith($"The file of signing keys {KeysFile} does not hold signing keys.");

        File.Delete(KeysFile);
        await Task.Delay(1100);
        (await GetAsync(url)).ShouldBe(200);
        (await SendAsync("GET", "/health/ready", token: "")).Status.ShouldBe(503);

        File.WriteAllBytes(KeysFile, good);
        await Task.Delay(1100);
        (await SendAsync("GET", "/health/ready", token: "")).Status.ShouldBe(200);
        (await GetAsync(url)).ShouldBe(200);
    }

    [Fact]
    public async Task Changes_at_once_lose_none_of_each_other()
    {
        var leaked = new SigningKeys(Data, Clock).Current.Id;
        var rotations = Enumerable.Range(0, 8).Select(_ => Task.Run(() => new SigningKeys(Data, Clock).Rotate().Id)).ToArray();
        var revoking = Task.Run(() => new SigningKeys(Data, Clock).Revoke(leaked).ShouldBeTrue());
        await Task.WhenAll([.. rotations, revoking]);
        var ring = new SigningKeys(Data, Clock).Ring();
        ring.Find(leaked)!.RevokedAt.ShouldNotBeNull();
        foreach (var rotation in rotations)
            ring.Find(await rotation).ShouldNotBeNull();
    }
}
