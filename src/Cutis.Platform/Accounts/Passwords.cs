using Cutis.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cutis.Platform.Accounts;

/// <summary>What a check of a password says.</summary>
internal enum PasswordCheck
{
    Wrong,
    Right,

    /// <summary>Right, and its hash is of fewer rounds than are due now.</summary>
    RightButOld,
}

/// <summary>
/// Hashes passwords with the framework's hasher: PBKDF2 with HMAC-SHA512 and a random salt. Few at a time, because each takes a core for
/// a tenth of a second or so, and nobody is to slow a server down with wrong passwords.
/// </summary>
internal sealed class Passwords : IDisposable
{
    public const int MinLength = 12;
    public const int MaxLength = 256;

    // What OWASP recommends for this function.
    private const int Rounds = 210_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The hasher asks for a user and does not look at it.
    private static readonly User Nobody = new()
    {
        Id = Guid.Empty,
        Email = "",
        PasswordHash = "",
        CreatedAt = default,
    };

    private readonly PasswordHasher<User> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _hashOfNothing;

    public Passwords() => _hashOfNothing = new Lazy<string>(() => _hasher.HashPassword(Nobody, Secret.CreatePassword()));

    /// <summary>What is wrong with a password as a new one; null when nothing is.</summary>
    public static string? Problem(string password) =>
        password.Length is < MinLength or > MaxLength
            ? $"Must have from {MinLength} to {MaxLength} characters, not {password.Length}."
            : null;

    /// <summary>The hash that is stored.</summary>
    public Task<string> HashAsync(string password, CancellationToken stop) =>
        TakeTurnAsync(() => _hasher.HashPassword(Nobody, password), stop);

    /// <summary>Checks a password.</summary>
    /// <param name="hash">Of the user; null when there is none. Then it takes as long, and is wrong.</param>
    /// <param name="password">As it came.</param>
    /// <param name="stop">Ends the wait for a turn.</param>
    /// <exception cref="TimeoutException">Too many passwords wait to be checked.</exception>
    public Task<PasswordCheck> CheckAsync(string? hash, string password, CancellationToken stop) =>
        TakeTurnAsync(
            () =>
                _hasher.VerifyHashedPassword(Nobody, string.IsNullOrEmpty(hash) ? _hashOfNothing.Value : hash, password) switch
                {
                    _ when string.IsNullOrEmpty(hash) => PasswordCheck.Wrong,
                    PasswordVerificationResult.Success => PasswordCheck.Right,
                    PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButOld,
                    _ => PasswordCheck.Wrong,
                },
            stop
        );

    public void Dispose() => _turns.Dispose();

    private async Task<T> TakeTurnAsync<T>(Func<T> work, CancellationToken stop)
    {
        if (!await _turns.WaitAsync(Patience, stop))
            throw new TimeoutException("Too many passwords wait to be checked");
        try
        {
            return await Task.Run(work, stop);
        }
        finally
        {
            _turns.Release();
        }
    }
}
