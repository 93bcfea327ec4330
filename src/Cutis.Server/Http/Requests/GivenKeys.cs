namespace Cutis.Server.Http.Requests;

/// <summary>A record that knows which keys were written, so that null and nothing are told apart: the body of a change.</summary>
internal abstract record GivenKeys : IChecked
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>Whether a key was written, be it with null.</summary>
    public bool Has(string key) => _given.Contains(key);

    public void Check(Field self)
    {
        foreach (var property in self.Value.EnumerateObject())
            _given.Add(property.Name);
    }
}
