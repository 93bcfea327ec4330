using System.Globalization;
using Cutis.Platform.Errors;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Http;

/// <summary>Reads the query of a request under <c>/api/</c>, with every mistake in it. What is wrong reads as the default.</summary>
internal sealed class QueryReader
{
    private readonly Dictionary<string, string[]> _wrong = new(StringComparer.Ordinal);
    private readonly HttpRequest _request;

    /// <param name="request">The request.</param>
    /// <param name="known">Its parameters; others are mistakes.</param>
    public QueryReader(HttpRequest request, params ReadOnlySpan<QueryParameter> known)
    {
        _request = request;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in known)
            names.Add(parameter.Name);
        foreach (var (key, values) in request.Query)
        {
            if (!names.Contains(key))
                _wrong[ErrorText.Shorten(key)] = ["Is not a known parameter."];
            else if (values.ToString().Contains('\0'))
                _wrong[key] = ["Has the character NUL."];
        }
    }

    /// <summary>All mistakes so far; null when there is none.</summary>
    public FieldProblems? Problems => _wrong.Count > 0 ? new FieldProblems(_wrong) : null;

    public int Number(QueryParameter parameter)
    {
        var (min, max) = parameter.Range!.Value;
        if (Find(parameter) is not { } text)
            return (int)parameter.Default!;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        _wrong[parameter.Name] = [$"Must be a whole number from {min} to {max}, not \"{ErrorText.Shorten(text)}\"."];
        return (int)parameter.Default!;
    }

    public string Choice(QueryParameter parameter)
    {
        var choice = Find(parameter) ?? parameter.Choices![0];
        if (!parameter.Choices!.Contains(choice))
            _wrong[parameter.Name] = [$"Must be one of {string.Join(", ", parameter.Choices!)}, not \"{ErrorText.Shorten(choice)}\"."];
        return choice;
    }

    public string Text(QueryParameter parameter)
    {
        var (min, max) = parameter.Length!.Value;
        var text = Find(parameter) ?? (string?)parameter.Default ?? "";
        if (text.Length < min)
            _wrong[parameter.Name] = [$"Must have from {min} to {max} characters, not {text.Length}."];
        else if (text.Length > max)
            _wrong[parameter.Name] =
            [
                min > 0
                    ? $"Must have from {min} to {max} characters, not {text.Length}."
                    : $"May have at most {max} characters, not {text.Length}.",
            ];
        return text;
    }

    private string? Find(QueryParameter parameter) => _request.Query[parameter.Name].FirstOrDefault();
}
