using System;
using Cutis.Platform.Accounts;
using Cutis.Platform.Companies;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Accounts;

/// <summary>Users, sessions and tokens on a real database, with a clock that is moved by hand.</summary>
public class AccountBench : IAsyncLifetime
{
    internal const string Email = "ada@example.org";

    internal TestDatabase Database { get; } =
        new(services => services.AddSingleton(new AccountOptions()).AddAccounts().AddScoped<Members>());

    internal User User { get; private set; } = null!;

    internal string Password { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var (user, password, error) = await WithAsync<Users, (User?, string, ServiceError?)>(u => u.AddAsync(Email, "Ada", default));
        error.ShouldBeNull();
        (User, Password) = (user!, password);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    internal Task<TAnswer> WithAsync<T, TAnswer>(Func<T, Task<TAnswer>> work, Guid? company = null)
        where T : notnull => Database.InScopeAsync(services => work(services.GetRequiredService<T>()), company);

    internal Task<(SignedIn? SignedIn, ServiceError? Error)> LoginAsync(
        string? password = null,
        string userName = Email,
        string address = "192.0.2.1"
    ) =>
        WithAsync<SignIn, (SignedIn?, ServiceError?)>(s =>
            s.LoginAsync(userName, password ?? Password, System.Net.IPAddress.Parse(address), default)
        );

    internal async Task<TokenPair> SignedInAsync(string? password = null) => (await LoginAsync(password)).SignedIn!.Tokens;

    internal async Task<TokenPair?> RefreshAsync(string token) =>
        (await WithAsync<SignIn, (SignedIn?, ServiceError?)>(s => s.RefreshAsync(token, default))).Item1?.Tokens;

    internal Task<Caller?> FindAsync(string token) => WithAsync<CallerFinder, Caller?>(c => c.FindAsync(token, default));

    internal void Wait(double minutes) => Database.Clock.Advance(TimeSpan.FromMinutes(minutes));
}
