// From a login to pictures in C#: dotnet run flow.cs -- PHOTO FOLDER. URL, EMAIL and PASSWORD say where, and who.
#:project ../../../clients/csharp/Cutis.Client/Cutis.Client.csproj
using Cutis.Client;

string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");
var (photo, folder) = (args[0], args[1]);
var url = new Uri(Setting("URL"));

// 1. Sign in, and make a private token: backends keep that instead of a password.
using var session = await CutisClient.LogInAsync(url, Setting("EMAIL"), Setting("PASSWORD"));
var token = new NewPrivateToken { Name = "guide", ExpirationTime = DateTimeOffset.UtcNow.AddDays(30) };
var made = await session.Api.CreatePrivateTokenAsync(token);
using var cutis = new CutisClient(url, session.Company, made.Data);
var company = cutis.Company;

// 2. A dataset, and what is to be computed in it. Both are made once, not for each photo.
var dataset = await cutis.Api.AddDatasetAsync(company, new NewDataset { Name = "Guide", ExpireImagesAfterDays = 30 });
var attach = new AttachApplication { DatasetId = dataset.Id, EnabledAlgorithms = ["lines", "pores", "redness", "quality"] };
await cutis.Api.AttachApplicationAsync(company, "face_skin_metrics_2", attach);

// 3. A subject: one person.
var subject = await cutis.Api.AddSubjectAsync(company, dataset.Id, new NewSubject { Name = "Participant 12", Meta = new { arm = "B" } });

// 4. The photo is announced, and uploaded to the address that the answer gives: one call of the client.
await using var file = File.OpenRead(photo);
var image = await cutis.UploadAsync(subject.Id, file, new SignedUpload { SideId = 1, Name = "front.jpg" });

// 5. Compute, wait, and read the results. A webhook spares the waiting.
await cutis.Api.ComputeBatchAsync(company, image.BatchId!.Value);
await cutis.WaitAsync(image.Id);
var results = await cutis.Api.ListImageResultsAsync(company, dataset.Id, subject.Id, image.BatchId.Value, image.Id);
foreach (var result in results.Select(item => item.Result))
    Console.WriteLine($"{result.AlgorithmTechName}: {result.Error ?? result.AreaResults!.First().MainMetric?.Value}");

// 6. Pictures with masks on the photo, and the same as SVG. Their addresses are signed and need no token.
foreach (var mask in await cutis.MasksAsync(image.Id, "lines", "redness"))
    await File.WriteAllBytesAsync(Path.Combine(folder, $"{mask.AlgorithmTechName}.jpg"), await cutis.DownloadAsync(mask.MaskedImageUrl!));
var ask = new SvgMaskRequest
{
    ImageId = image.Id,
    Masks = [new SvgMaskOptions { AlgorithmTechName = "lines" }, new SvgMaskOptions { AlgorithmTechName = "redness" }],
};
foreach (var mask in (await cutis.Api.ApplySvgMasksV5HttpAsync(company, ask)).Results)
    await File.WriteAllBytesAsync(Path.Combine(folder, $"{mask.AlgorithmTechName}.svg"), await cutis.DownloadAsync(mask.MaskedImageUrl!));

// 7. The subject is erased with everything that is known of the person, and the token is revoked.
await cutis.Api.EraseSubjectAsync(company, dataset.Id, subject.Id);
await cutis.Api.RevokePrivateTokenAsync($"{made.Id}");
