using System.Globalization;
using System.Net;
using System.Text;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>The figures of an evaluation as a page in one file: no scripts, no links, pictures within.</summary>
internal static class ReportPage
{
    /// <summary>The page.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="scores">The photos with their pictures.</param>
    public static string Write(EvaluationFigures figures, IReadOnlyList<PhotoScore> scores)
    {
        var text = new StringBuilder(ReportStyle.Head);
        text.Append(
            CultureInfo.InvariantCulture,
            $"<header><p class=\"kicker\">Cutis · evaluation on a labelled set</p><h1>{Html(figures.Folder)}</h1>"
                + $"<p>{figures.Compared} of {figures.Photos} photos were compared. Every figure has the interval in which it would lie "
                + $"for 95 of 100 other sets of the same kind; shares of pixels, in percent.</p></header>\n"
        );
        if (figures.Mistakes.Count > 0)
            List(text, "What is wrong with the set", figures.Mistakes);
        Overview(text, figures);
        foreach (var target in figures.Targets)
            Section(text, target, scores);
        Agreements(text, figures);
        Repeats(text, figures);
        Refusals(text, figures);
        return text.Append(ReportStyle.Foot).ToString();
    }

    private static void Overview(StringBuilder text, EvaluationFigures figures)
    {
        if (figures.Targets.Count == 0)
            return;
        text.Append("<section><h2>At a glance</h2>");
        Table(
            text,
            ["", "Photos", "Recall", "Precision", "Jaccard"],
            figures.Targets.Select(t => Row($"<a href=\"#{t.Name}\">{Name(t.Name)}</a>", t.All))
        );
        text.Append(
            "<p class=\"note\"><b>Recall</b>: how much of what is labelled was found. <b>Precision</b>: how much of what was found is "
                + "labelled. <b>Jaccard</b>: intersection over union. Lines, spots and pores may be off by "
                + "1/200 of the longer side.</p></section>\n"
        );
    }

    private static void Section(StringBuilder text, TargetFigures target, IReadOnlyList<PhotoScore> scores)
    {
        text.Append(CultureInfo.InvariantCulture, $"<section id=\"{target.Name}\"><h2>{Name(target.Name)}</h2>");
        if (target.All.WithoutAny > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"<p class=\"note\">{target.All.WithoutAny} of the {target.All.Photos} photos are labelled as having none; "
                    + $"what was found there lowers the precision.</p>"
            );
        if (target.Gaps.Count > 0)
        {
            text.Append("<h3>Gaps between groups</h3>");
            Table(
                text,
                ["By", "", "Best", "Worst", "Points apart"],
                target.Gaps.Select(g => new[] { Html(g.By), Name(g.Measure), Html(g.Best), Html(g.Worst), Percent(g.Difference) })
            );
        }

        if (target.Groups.Count > 0)
        {
            text.Append("<details><summary>All groups</summary>");
            Table(
                text,
                ["Group", "Photos", "Recall", "Precision", "Jaccard"],
                target.Groups.Select(g => Row(g.By == "attribute" ? Name(g.Group) : $"{Html(g.By)}: {Html(g.Group)}", g))
            );
            text.Append("</details>");
        }

        if (target.Worst.Count > 0)
            Pictures(text, target, scores);
        text.Append("</section>\n");
    }

    private static void Pictures(StringBuilder text, TargetFigures target, IReadOnlyList<PhotoScore> scores)
    {
        var isThin = Target.All.First(t => t.Name == target.Name).IsThin;
        text.Append("<h3>Worst photos</h3><p class=\"key\">");
        if (isThin)
            text.Append("<span class=\"right\">found</span> ");
        text.Append("<span class=\"missed\">missed</span> <span class=\"wrong\">wrongly found</span></p><div class=\"grid\">");
        foreach (var photo in target.Worst)
        {
            var picture = scores.First(s => s.Photo.Name == photo.Name).Pictures[target.Name];
            var said = $"Recall {Share(photo.Recall)}, precision {Share(photo.Precision)}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"<figure><img loading=\"lazy\" alt=\"{Html(photo.Name)}: {said}\" "
                    + $"src=\"data:image/jpeg;base64,{Convert.ToBase64String(picture)}\">"
                    + $"<figcaption><b>{Html(photo.Name)}</b><br>{said}</figcaption></figure>"
            );
        }

        text.Append("</div>");
    }

    private static void Agreements(StringBuilder text, EvaluationFigures figures)
    {
        if (figures.Agreement.Count == 0)
            return;
        text.Append("<section><h2>Agreement with grades</h2>");
        Table(
            text,
            ["", "Photos", "Weighted kappa", "Rank correlation"],
            figures.Agreement.Select(a => new[] { Name(a.Algorithm), $"{a.Photos}", Plain(a.Kappa), Plain(a.RankCorrelation) })
        );
        text.Append(
            "<p class=\"note\">Quadratic weights; 1 is full agreement, 0 is chance. Scores become grades as in reports: above 90 is 1, "
                + "above 80 2, above 70 3, above 50 4. The rank correlation only asks for the order.</p>"
        );
        foreach (var agreement in figures.Agreement.Where(a => a.Photos > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"<details><summary>{Name(agreement.Algorithm)}: grade by grade</summary>");
            Table(
                text,
                ["People \\ Cutis", "1", "2", "3", "4", "5"],
                agreement.Table.Select((row, i) => row.Select(n => $"{n}").Prepend($"<b>{i + 1}</b>").ToArray())
            );
            text.Append("</details>");
        }

        text.Append("</section>\n");
    }

    private static void Repeats(StringBuilder text, EvaluationFigures figures)
    {
        if (figures.Repeatability.Count == 0)
            return;
        text.Append("<section><h2>Repeatability</h2>");
        Table(
            text,
            ["Score of", "From", "Faces", "± points"],
            figures.Repeatability.Select(r => new[] { Name(r.Algorithm), Html(r.Source), $"{r.Faces}", Points(r.PlusMinus) })
        );
        text.Append(
            "<p class=\"note\">Half the width of the interval that holds 95 of 100 measurements of the same face. "
                + "“Subjects”: several photos of the same person in the set. “Changed photos”: the same file coded at quality 60, "
                + "at 85 % of its size, and darker by an eighth.</p></section>\n"
        );
    }

    private static void Refusals(StringBuilder text, EvaluationFigures figures)
    {
        if (figures.Refusals.Count == 0)
            return;
        text.Append("<section><h2>No answer</h2>");
        Table(
            text,
            ["", "Reason", "Photos"],
            figures.Refusals.Select(r => new[] { Name(r.Algorithm), $"<code>{Html(r.Reason)}</code>", $"{r.Photos}" })
        );
        text.Append("<p class=\"note\">These photos are in none of the figures above.</p></section>\n");
    }

    private static string[] Row(string name, GroupFigures group) =>
        [name, $"{group.Photos}", Percent(group.Recall), Percent(group.Precision), Percent(group.Jaccard)];

    private static void List(StringBuilder text, string title, IReadOnlyList<string> items) =>
        text.Append(CultureInfo.InvariantCulture, $"<section class=\"warn\"><h2>{title}</h2><ul>")
            .AppendJoin("", items.Select(item => $"<li>{Html(item)}</li>"))
            .Append("</ul></section>\n");

    private static void Table(StringBuilder text, string[] head, IEnumerable<string[]> rows)
    {
        text.Append("<div class=\"scroll\"><table><thead><tr>").AppendJoin("", head.Select(h => $"<th scope=\"col\">{Html(h)}</th>"));
        text.Append("</tr></thead><tbody>");
        foreach (var row in rows)
            text.Append("<tr><th scope=\"row\">")
                .Append(row[0])
                .Append("</th>")
                .AppendJoin("", row[1..].Select(cell => $"<td>{cell}</td>"))
                .Append("</tr>");
        text.Append("</tbody></table></div>");
    }

    private static string Percent(Figure? figure) => Interval(figure, 100, "0");

    private static string Plain(Figure? figure) => Interval(figure, 1, "0.00");

    private static string Points(Figure? figure) => Interval(figure, 1, "0.0");

    private static string Interval(Figure? figure, double factor, string format)
    {
        string Number(double value)
        {
            var text = (factor * value).ToString(format, CultureInfo.InvariantCulture);
            // A rounded −0 is 0.
            return text.AsSpan().ContainsAnyInRange('1', '9') ? text.Replace('-', '−') : text.TrimStart('-');
        }

        return figure switch
        {
            null => "–",
            { Low: { } low, High: { } high } => $"<b>{Number(figure.Value)}</b> <small>{Number(low)} to {Number(high)}</small>",
            _ => $"<b>{Number(figure.Value)}</b>",
        };
    }

    private static string Share(double? share) => share is { } s ? (100 * s).ToString("0", CultureInfo.InvariantCulture) + "\u00a0%" : "–";

    private static string Name(string name)
    {
        var words = name.Replace('_', ' ');
        return words.Length == 0 ? "" : Html(char.ToUpperInvariant(words[0]) + words[1..]);
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
