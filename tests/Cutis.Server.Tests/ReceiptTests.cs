using System;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutis.Platform.Privacy;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Receipts of erasures: what they say, and that nobody alters them unnoticed.</summary>
public class ReceiptTests : TestServer
{
    private async Task<JsonElement> EraseAsync(Guid image)
    {
        var erased = await SendAsync("DELETE", $"{Company}/images/{image}/");
        erased.Status.ShouldBe(204, erased.Text);
        var id = erased.Headers.GetValues("X-Erasure-Receipt").Single();
        var receipt = await SendAsync("GET", $"{Company}/receipts/{id}/");
        receipt.Status.ShouldBe(200, receipt.Text);
        OpenApi.ShouldFit(receipt.Json, "Receipt");
        return receipt.Json;
    }

    private async Task<List<string>> EraseManyAsync(int count)
    {
        var receipts = new List<string>();
        for (var i = 0; i < count; i++)
            receipts.Add((await EraseAsync(await UploadAsync(Photos.Png(4, 4, (byte)i)))).GetProperty("jws").GetString()!);
        return receipts;
    }

    private async Task<IReadOnlyList<PublicKey>> KeysAsync()
    {
        var keys = await SendAsync("GET", $"{Company}/receipts/keys/");
        OpenApi.ShouldFit(keys.Json, "ReceiptKeys");
        return ReceiptFile.ReadKeys(keys.Text)!;
    }

    private async Task<string?> FaultAsync(IEnumerable<string> receipts, bool isWhole = true) =>
        new ReceiptChain(await KeysAsync()).Check(receipts, isWhole).Fault;

    [Fact]
    public async Task A_receipt_says_what_was_erased_by_ids_and_digests_alone()
    {
        var photo = Photos.Png(6, 6, 9);
        var image = await UploadAsync(photo, "ada-lovelace.jpg");
        (await SendAsync("GET", $"{Company}/images/{image}/urls/")).Status.ShouldBe(200);
        var receipt = await EraseAsync(image);
        var statement = receipt.GetProperty("statement");
        var erased = statement.GetProperty("erased");
        (receipt.GetProperty("kind").GetString(), receipt.GetProperty("number").GetInt32()).ShouldBe(("image", 1));
        statement.GetProperty("previous").ValueKind.ShouldBe(JsonValueKind.Null);
        statement.GetProperty("company_id").GetGuid().ShouldBe(Known.CompanyId);
        statement.GetProperty("erased_at").GetDateTimeOffset().ShouldBe(Clock.Now);
        statement.GetProperty("asked_by").GetProperty("user_id").GetGuid().ShouldBe(receipt.GetProperty("asked_by").GetGuid());
        statement.GetProperty("asked_by").GetProperty("token_id").GetInt32().ShouldBe(1);
        erased.GetProperty("images").GetProperty("list")[0].GetGuid().ShouldBe(image);
        erased.GetProperty("files").GetRawText().ShouldContain(Convert.ToHexStringLower(SHA256.HashData(photo)));
        erased.GetProperty("counts").GetProperty("issued_urls").GetInt32().ShouldBe(4, "the photo in four sizes");
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(receipt.GetProperty("jws").GetString()!.Split('.')[1]));
        text.ShouldNotContain("ada");
        text.ShouldNotContain(Known.Email);
        // The demo image has a restored photo, results and masks; its receipt follows the first one.
        var second = (await EraseAsync(Known.DemoImageId)).GetProperty("statement");
        second.GetProperty("previous").GetString().ShouldBe(receipt.GetProperty("sha256").GetString());
        var files = second.GetProperty("erased").GetProperty("files").GetProperty("list").EnumerateArray().ToArray();
        files.Select(f => f.GetProperty("kind").GetString()).Distinct().Order().ShouldBe(["masks", "photos"]);
        second.GetProperty("erased").GetProperty("counts").GetProperty("results").GetInt32().ShouldBeGreaterThan(1);
        (await SendAsync("DELETE", $"{Company}/images/{image}/")).Headers.Contains("X-Erasure-Receipt").ShouldBeFalse("410");
    }

    [Fact]
    public async Task Others_verify_a_receipt_with_the_published_key_and_the_framework_alone()
    {
        var jws = (await EraseManyAsync(1))[0].Split('.');
        var key = (await SendAsync("GET", $"{Company}/receipts/keys/")).Json.GetProperty("keys")[0];
        byte[] Bytes(string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString()!);
        using var ecdsa = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Bytes("x"), Y = Bytes("y") },
            }
        );
        var signed = Encoding.ASCII.GetBytes($"{jws[0]}.{jws[1]}");
        ecdsa.VerifyData(signed, Base64Url.DecodeFromChars(jws[2]), HashAlgorithmName.SHA256).ShouldBeTrue();
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(jws[0]));
        header.RootElement.GetProperty("kid").GetString().ShouldBe(key.GetProperty("kid").GetString());
        File.ReadAllText(Path.Combine(Data, "receipt-key.pem")).ShouldStartWith("-----BEGIN PRIVATE KEY-----");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(Data, "receipt-key.pem")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Each_altered_field_of_a_receipt_is_noticed()
    {
        var receipts = await EraseManyAsync(2);
        (await FaultAsync(receipts)).ShouldBeNull();
        var parts = receipts[1].Split('.');
        var whole = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        var altered = 0;
        foreach (var path in Leaves(whole))
        {
            var changed = JsonNode.Parse(whole.ToJsonString())!;
            Change(changed, path);
            var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(changed));
            (await FaultAsync([receipts[0], $"{parts[0]}.{payload}.{parts[2]}"])).ShouldNotBeNull(string.Join('.', path));
            altered++;
        }

        altered.ShouldBeGreaterThan(20);
        for (var i = 0; i < parts[2].Length; i++)
        {
            var signature = parts[2][..i] + (parts[2][i] == 'A' ? 'B' : 'A') + parts[2][(i + 1)..];
            (await FaultAsync([receipts[0], $"{parts[0]}.{parts[1]}.{signature}"])).ShouldNotBeNull($"signature {i}");
        }

        foreach (var header in new[] { """{"alg":"none","typ":"cutis-receipt+jws"}""", """{"alg":"HS256","kid":"x","typ":"JWT"}""", "1" })
        {
            var text = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header));
            (await FaultAsync([receipts[0], $"{text}.{parts[1]}.{parts[2]}"])).ShouldNotBeNull(header);
        }

        (await FaultAsync([receipts[0], ""])).ShouldNotBeNull();
    }

    [Fact]
    public async Task Receipts_that_are_missing_replaced_or_swapped_are_noticed_and_the_first_one_is_named()
    {
        var receipts = await EraseManyAsync(4);
        (await FaultAsync(receipts)).ShouldBeNull();
        (await FaultAsync([receipts[0], receipts[2], receipts[3]]))!.ShouldContain("number 3");
        (await FaultAsync([receipts[1], receipts[2]]))!.ShouldContain("is not the first");
        (await FaultAsync([receipts[1], receipts[2]], isWhole: false)).ShouldBeNull("a part of a chain");
        (await FaultAsync([receipts[0], receipts[2], receipts[1], receipts[3]])).ShouldNotBeNull();
        (await FaultAsync([receipts[0], receipts[0]])).ShouldNotBeNull();
        // A chain of another installation, with the right numbers and a right signature of its own key.
        var folder = Directory.CreateTempSubdirectory("cutis-receipts-").FullName;
        using var forger = new ReceiptKey(folder);
        var forged = Platform.Privacy.Jws.Sign(Base64Url.DecodeFromChars(receipts[1].Split('.')[1]), forger);
        Directory.Delete(folder, recursive: true);
        (await FaultAsync([receipts[0], forged, .. receipts[2..]]))!.ShouldContain("not known");
        new ReceiptChain([.. await KeysAsync(), forger.Public])
            .Check([receipts[0], forged, .. receipts[2..]], true)
            .Fault!.ShouldContain("was replaced");
        var passedOff = forger.Public with { Id = (await KeysAsync())[0].Id };
        new ReceiptChain([passedOff]).Check([receipts[0]], true).Fault.ShouldNotBeNull("an id is of one key");
    }

    [Fact]
    public async Task Receipts_are_listed_in_pages_and_are_of_the_own_company_only()
    {
        await EraseManyAsync(3);
        var list = (await SendAsync("GET", $"{Company}/receipts/?page_size=2")).Json;
        OpenApi.ShouldFit(list, "ReceiptPage");
        list.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("number").GetInt32()).ShouldBe([3, 2]);
        (await FaultAsync(ReceiptFile.Read((await SendAsync("GET", $"{Company}/receipts/")).Text)!)).ShouldBeNull("newest first");
        var (company, token) = await AddStrangerAsync();
        var id = list.GetProperty("results")[0].GetProperty("id").GetGuid();
        (await SendAsync("GET", $"/api/v1/companies/{company}/receipts/{id}/", token: token)).Status.ShouldBe(404);
        (await SendAsync("GET", $"/api/v1/companies/{company}/receipts/", token: token)).Json.GetProperty("count").GetInt32().ShouldBe(0);
        (await SendAsync("GET", $"{Company}/receipts/x/")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_key_may_be_lost_and_receipts_are_right_all_the_same()
    {
        var before = await EraseManyAsync(1);
        File.Delete(Path.Combine(Data, "receipt-key.pem"));
        await RestartAsync();
        var after = await EraseManyAsync(1);
        (await KeysAsync()).Count.ShouldBe(2);
        (await FaultAsync([.. before, .. after])).ShouldBeNull();
    }

    [Fact]
    public async Task Without_its_receipt_nothing_is_erased()
    {
        var image = await UploadAsync(Photos.Png(4, 4, 1));
        await using (var scope = Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER refuse BEFORE INSERT ON receipts BEGIN SELECT RAISE(ABORT, 'refused'); END"
            );
            (await SendAsync("DELETE", $"{Company}/images/{image}/")).Status.ShouldNotBe(204);
            (await SendAsync("GET", $"{Company}/images/{image}/")).Status.ShouldBe(200);
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER refuse");
        }

        (await EraseAsync(image)).GetProperty("number").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Erasures_at_once_make_one_chain()
    {
        var images = new List<Guid>();
        for (var i = 0; i < 12; i++)
            images.Add(await UploadAsync(Photos.Png(4, 4, (byte)i)));
        await Task.WhenAll(images.Select(EraseAsync));
        (await FaultAsync(ReceiptFile.Read((await SendAsync("GET", $"{Company}/receipts/?page_size=100")).Text)!)).ShouldBeNull();
    }

    private static IEnumerable<object[]> Leaves(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.SelectMany(p => Leaves(p.Value).Select(rest => (object[])[p.Key, .. rest])),
            JsonArray a => a.SelectMany((item, i) => Leaves(item).Select(rest => (object[])[i, .. rest])),
            _ =>
            [
                [],
            ],
        };

    private static void Change(JsonNode root, object[] path)
    {
        var parent = path[..^1].Aggregate(root, (node, step) => step is string name ? node[name]! : node[(int)step]!);
        var leaf = path[^1] is string key ? parent[key] : parent[(int)path[^1]];
        JsonNode changed = leaf?.GetValueKind() == JsonValueKind.Number ? leaf.GetValue<int>() + 1 : "other";
        if (path[^1] is string last)
            parent[last] = changed;
        else
            parent[(int)path[^1]] = changed;
    }
}
