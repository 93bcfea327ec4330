using System;
using System.Text;
using System.Text.RegularExpressions;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Pictures we write, opened in a real browser.</summary>
public partial class ChromiumTests
{
    private static readonly string[] Flags =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--virtual-time-budget=20000",
        "--dump-dom",
    ];

    [Fact]
    public void Chromium_shows_what_we_wrote()
    {
        var pictures = new Dictionary<string, byte[]>();
        foreach (var options in new[] { "-sample 2x2", "-sample 1x1", "-grayscale", "-progressive", "-rgb", "-restart 1" })
            pictures[options] = Draw(Pictures.Jpeg(160, 128, options.Split(' ')), Box(80, 0, 80, 64));
        pictures["png"] = Draw(PngOf(160, 128, Pictures.Rgb(160, 128)), Box(80, 0, 80, 64));

        var text = Read(
            pictures,
            """
            const p = (x, y) => Array.from(g.getImageData(x, y, 1, 1).data).join(' ');
            return `${c.width} ${c.height}|${p(130, 20)}|${p(10, 110)}`;
            """
        );
        var found = Entry().Matches(text).ToDictionary(m => m.Groups[1].Value, m => m);
        foreach (var (name, file) in pictures)
        {
            found.ShouldContainKey(name, text);
            found[name].Groups[2].Value.ShouldBe("160 128");
            Numbers(found[name].Groups[3].Value).ShouldBeCloseTo((254, 0, 0), 6, name);
            Numbers(found[name].Groups[4].Value).ShouldBeCloseTo(At(Pixels(file), 160, 10, 110), 2, name);
        }
    }

    /// <summary>
    /// Draws every picture on a canvas of a page and gives "[title|answer]" for each: what <paramref name="script"/> returns, which has the
    /// canvas as <c>c</c> and its context as <c>g</c>.
    /// </summary>
    internal static string Read(Dictionary<string, byte[]> pictures, string script)
    {
        using var folder = Tools.Folder();
        var page = new StringBuilder("<!doctype html><pre id=out></pre>");
        foreach (var (name, file) in pictures)
            page.Append(
                $"<img title='{name}' src='data:image/{(file[0] == 0xFF ? "jpeg" : "png")};base64,{Convert.ToBase64String(file)}'>\n"
            );
        page.Append(
            $$"""
            <script>
            window.onload = () => {
              let text = '';
              for (const i of document.images) {
                const c = document.createElement('canvas');
                [c.width, c.height] = [i.naturalWidth, i.naturalHeight];
                const g = c.getContext('2d');
                g.drawImage(i, 0, 0);
                const answer = () => { {{script}} };
                text += `[${i.title}|${answer()}]`;
              }
              document.getElementById('out').textContent = text;
            };
            </script>
            """
        );
        var path = folder.File("page.html", Encoding.UTF8.GetBytes(page.ToString()));
        var dom = Encoding.UTF8.GetString(Tools.Run("chromium", [.. Flags, $"--user-data-dir={folder.Path}/profile", $"file://{path}"]));
        return dom[..dom.IndexOf("</pre>", StringComparison.Ordinal)];
    }

    private static (int R, int G, int B) Numbers(string text)
    {
        var n = text.Split(' ').Select(int.Parse).ToArray();
        return (n[0], n[1], n[2]);
    }

    [GeneratedRegex(@"\[([^|\]]+)\|([^|]+)\|([^|]+)\|([^\]]+)\]")]
    private static partial Regex Entry();
}
