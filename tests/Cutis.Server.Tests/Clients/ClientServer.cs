using System;

namespace Cutis.Server.Tests.Clients;

/// <summary>The server that the clients of others meet: nothing of it is made for them but a base URL and a password.</summary>
public sealed class ClientServer : TestServer
{
    public ClientServer()
    {
        // What checks signatures and expiry looks at the clock of the machine.
        Clock.Runs = true;
        Settings["Webhooks:AllowedNetworks"] = "127.0.0.0/8";
    }

    /// <summary>A photo that the analysis finds a face in.</summary>
    internal static byte[] Face { get; } = File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"));

    internal Uri Url => Client.BaseAddress!;
}

/// <summary>All tests with clients share a server.</summary>
[CollectionDefinition(Name)]
public sealed class ClientTests : ICollectionFixture<ClientServer>
{
    internal const string Name = "clients";
}
