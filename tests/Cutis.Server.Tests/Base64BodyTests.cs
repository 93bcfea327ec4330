using System;
using System.Text;
using Cutis.Server.Http;

namespace Cutis.Server.Tests;

/// <summary>Base64 within JSON, in pieces of every size: what comes out is what went in, and the rest is JSON.</summary>
public class Base64BodyTests
{
    private static async Task<(byte[] Data, Base64Body Body)> ReadAsync(
        string json,
        int piece,
        int buffer,
        int maxRest = 1000,
        long maxBytes = 100_000
    )
    {
        var body = new Base64Body(new Pieces(Encoding.UTF8.GetBytes(json), piece), "b64data", maxRest, maxBytes);
        using var data = new MemoryStream();
        var some = new byte[buffer];
        for (int read; (read = await body.ReadAsync(some)) > 0; )
            data.Write(some, 0, read);
        return (data.ToArray(), body);
    }

    [Fact]
    public async Task Every_length_comes_out_as_it_went_in_whatever_the_pieces()
    {
        var random = new Random(5);
        for (var length = 0; length < 70; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var text = Convert.ToBase64String(bytes);
            foreach (var written in new[] { text, text.TrimEnd('='), text.Replace("/", "\\/").Replace("+", "\\u002b"), "data:x;y," + text })
            {
                var json = $$"""{"a":"b64data","b64data":"{{written}}","c":{"b64data":"\"x"} }""";
                var (data, body) = await ReadAsync(json, 1 + random.Next(9), 1 + random.Next(9));
                (body.IsBroken, body.HasData).ShouldBe((false, true), written);
                data.ShouldBe(bytes, written);
                Encoding.UTF8.GetString(body.Rest.Span).ShouldBe("""{"a":"b64data","b64data":"","c":{"b64data":"\"x"} }""");
            }
        }
    }

    [Theory]
    [InlineData("""{"b64data":"a"}""")]
    [InlineData("""{"b64data":"ab=c"}""")]
    [InlineData("""{"b64data":"ab*d"}""")]
    [InlineData("""{"b64data":"\u0100aaa"}""")]
    [InlineData("""{"b64data":"data:image/png;base64"}""")]
    public async Task What_is_not_base64_is_told(string json)
    {
        for (var piece = 1; piece < 6; piece++)
            (await ReadAsync(json, piece, 16)).Body.IsBroken.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"b64data":1}""")]
    [InlineData("""["b64data","aaaa"]""")]
    [InlineData("""{"x":{"b64data":"aaaa"}}""")]
    [InlineData("""{"\"b64data":"aaaa"}""")]
    public async Task What_has_no_such_text_at_the_top_has_none(string json)
    {
        var (data, body) = await ReadAsync(json, 3, 16);
        (data.Length, body.HasData).ShouldBe((0, false));
        Encoding.UTF8.GetString(body.Rest.Span).ShouldBe(json);
    }

    [Fact]
    public async Task A_rest_that_is_too_large_ends_the_reading()
    {
        var (_, body) = await ReadAsync($$"""{"x":"{{new string('y', 5000)}}"}""", 100, 16);
        body.IsTooLarge.ShouldBeTrue();
        body.Rest.Length.ShouldBeLessThan(1200);
    }

    [Fact]
    public async Task Blanks_without_end_end_the_reading()
    {
        var (data, body) = await ReadAsync($$"""{"b64data":"{{new string(' ', 200_000)}}aaaa"}""", 1000, 16);
        (data.Length, body.IsTooLarge).ShouldBe((0, true));
    }

    private sealed class Pieces(byte[] content, int piece) : ForwardStream
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(piece, buffer.Length), content.Length - _at);
            content.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return ValueTask.FromResult(count);
        }
    }
}
