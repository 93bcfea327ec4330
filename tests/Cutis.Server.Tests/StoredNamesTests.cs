using System;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using Cutis.Platform.Analysis;
using Cutis.Platform.Audit;
using Cutis.Platform.Privacy;
using Cutis.Platform.Storage;
using Cutis.Platform.Webhooks;
using Microsoft.Data.Sqlite;

namespace Cutis.Server.Tests;

/// <summary>
/// Names that stand in database rows, in stored recipes and in file paths: what is stored today must be read by every later version.
/// </summary>
public sealed class StoredNamesTests : TestServer
{
    [Fact]
    public void Values_within_rows_keep_their_keys()
    {
        Stored(new StoredPhoto("d", "image/png", 1, 2, 3) { HasUnsupportedProfile = true, IsComputed = true })
            .ShouldBe("""{"Digest":"d","MediaType":"image/png","Width":1,"Height":2,"Bytes":3,"HasOddProfile":true,"IsComputed":true}""");
        Stored(new StoredPhoto("d", "image/jpeg", 1, 2, 3) { Anonymised = new StoredFile("e", 4) })
            .ShouldBe(
                """{"Digest":"d","MediaType":"image/jpeg","Width":1,"Height":2,"Bytes":3,"HasOddProfile":false,"IsComputed":false,"""
                    + """
                    "Anonymised":{"Digest":"e","Bytes":4}}
                    """
            );
        AnalysisJob.Kind.ShouldBe("analysis");
        Enum.GetValues<Role>().Select(Roles.Name).ShouldBe(["read_only", "member", "owner"]);
        Enum.GetValues<Role>().Select(role => Roles.Find(Roles.Name(role))).ShouldBe(Enum.GetValues<Role>().Cast<Role?>());
        new[] { SessionEnds.LoggedOut, SessionEnds.PasswordChanged, SessionEnds.RefreshTokenReused }.ShouldBe([
            "logged_out",
            "password_changed",
            "refresh_token_reused",
        ]);
        new[] { WebhookJob.Kind, WebhookEvents.ApplicationFinished, WebhookEvents.BatchFinished }.ShouldBe([
            "webhook",
            "application.finished",
            "batch.finished",
        ]);
        new[] { DeliveryStates.Pending, DeliveryStates.Delivered, DeliveryStates.Failed, DeliveryStates.Cancelled }.ShouldBe([
            "pending",
            "delivered",
            "failed",
            "cancelled",
        ]);
        var delivery = new WebhookDelivery
        {
            Id = Guid.Empty,
            CompanyId = Guid.Empty,
            DatasetId = Guid.Empty,
            Event = "",
            ApplicationId = Guid.Empty,
            JobId = Guid.Empty,
            State = "",
            CreatedAt = Clock.Now,
        };
        WebhookJob.Create(delivery).Payload.ShouldBe($$"""{"delivery":"{{Guid.Empty}}"}""");
        string.Join(' ', AuditKinds.All)
            .ShouldBe(
                "sign_in sign_in_failed password_changed token_created token_revoked token_used url_issued url_opened urls_revoked "
                    + "results_read result_deleted image_added image_erased photos_deleted metadata_deleted subject_erased batch_erased "
                    + "dataset_erased member_added role_changed member_removed settings_changed audit_exported"
            );
        (UrlKinds.Photo, UrlKinds.Picture).ShouldBe(("photo", "picture"));
        Stored(new PublicKey("i", "x", "y")).ShouldBe("""{"Id":"i","X":"x","Y":"y"}""");
        AnalysisJob.WritePayload(["lines", "pores"]).ShouldBe("""{"algorithms":["lines","pores"]}""");
        Stored(new StoredFaces(2, new StoredBox(0.1, 0.2, 0.3, 0.4), null))
            .ShouldBe("""{"Count":2,"Original":{"X":0.1,"Y":0.2,"Width":0.3,"Height":0.4},"Restored":null}""");
        Stored(new StoredMetric("n", "t", "1", "numeric")).ShouldBe("""{"Name":"n","TechName":"t","Value":"1","WidgetType":"numeric"}""");
        Stored(new StoredMasks("d", 9, [new StoredMask("n", "t", "point_mask", "#fff", "0 0 1 1", 4) { Scale = "s" }]))
            .ShouldBe(
                """{"Digest":"d","Bytes":9,"Masks":"""
                    + """[{"Name":"n","TechName":"t","MaskType":"point_mask","Fill":"#fff","ViewBox":"0 0 1 1","Shapes":"""
                    + """4,"Scale":"s"}]}"""
            );
    }

    [Fact]
    public void The_statement_of_a_receipt_keeps_its_form()
    {
        var (id, company, image) = (Id(1), Id(2), Id(3));
        var row = new Receipt
        {
            Id = id,
            CompanyId = company,
            Number = 7,
            Kind = "image",
            ErasedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero),
            AskedBy = null,
            Jws = "",
            Sha256 = "",
        };
        var erased = new Erased
        {
            Kind = "image",
            Images = [image],
            Files = [new RecordedObject(company, image, ObjectKinds.Photos, "d")],
            Counts = new Dictionary<string, int> { ["results"] = 1, ["jobs"] = 0 },
        };
        const string none = "{\"count\":0,\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"list\":[]}";
        Encoding
            .UTF8.GetString(ReceiptStatement.Write(row, erased, "p", 4))
            .ShouldBe(
                $$"""{"version":1,"id":"{{id}}","company_id":"{{company}}","number":7,"previous":"p","kind":"image","""
                    + """ "erased_at":"2026-01-02T03:04:05.006Z","asked_by":{"user_id":null,"token_id":4},""".TrimStart()
                    + $$""" "erased":{"datasets":{{none}},"subjects":{{none}},"batches":{{none}},""".TrimStart()
                    + $$""" "images":{"count":1,"sha256":"{{Digest($"{image}\n")}}","list":["{{image}}"]},""".TrimStart()
                    + $$""" "files":{"count":1,"sha256":"{{Digest($"{image} photos d\n")}}","list":[{"image_id":"{{image}}",""".TrimStart()
                    + """ "kind":"photos","sha256":"d"}]},"counts":{"jobs":0,"results":1}}}""".TrimStart()
            );

        static Guid Id(int number) => new($"00000000-0000-4000-8000-{number:D12}");
        static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void Tables_keep_their_columns()
    {
        var path = Path.Combine(Data, "cutis.db");
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT m.name || ': ' || group_concat(c.name, ' ') FROM sqlite_master m JOIN pragma_table_info(m.name) c "
            + "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name ORDER BY m.name";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
            tables.Add(reader.GetString(0));
        tables.ShouldBe([
            "audit_events: id company_id at kind user_id token_id image_id subject_id address detail",
            "batches: id company_id dataset_id subject_id created_at creation_time compute_asked_at erased_at",
            "capture_links: id company_id user_id subject_id side_id name secret_hash created_at expires_at opened_at revoked_at",
            "companies: id name created_at analyse_uploads audit_days",
            "dataset_applications: dataset_id application_id company_id run_id enabled_algorithms algorithms_flags attached_at",
            "datasets: id company_id name image_type_id created_at expire_images_after_days expire_metadata_after_days "
                + "clean_images_as_soon_as_ready custom_branding erased_at",
            "images: id company_id name created_at erased_at original restored faces generation dataset_id subject_id batch_id side_id "
                + "light_id creation_time meta photos_deleted_at metadata_deleted_at access_epoch",
            "installation: id generation since",
            "issued_urls: id company_id image_id kind name access_epoch issued_at issued_by expires_at revoked_at",
            "jobs: id kind company_id subject deduplication_key payload state attempts created_at available_at "
                + "started_at finished_at lease_until lease_owner steps error",
            "memberships: user_id company_id role",
            "pending_uploads: id company_id dataset_id subject_id batch_id side_id light_id name creation_time meta created_at",
            "private_tokens: id user_id name hash shown created_at expires_at revoked_at last_used_at",
            "receipt_keys: id public_key created_at",
            "receipts: id company_id number kind erased_at asked_by jws sha256",
            "result_versions: image_id algorithm number company_id user_id note stored_at envelope masks_original masks_restored added "
                + "removed changed",
            "results: image_id algorithm company_id stored_at envelope error main_metric sub_metrics masks_original masks_restored item",
            "schema_versions: name",
            "session_tokens: id session_id access_hash access_expires_at refresh_hash refresh_expires_at refreshed_at",
            "sessions: id user_id created_at ended_at end_reason private_token_id",
            "subjects: id company_id dataset_id author_id name birth_date biological_sex_id meta created_at metadata_at erased_at",
            "superseded_objects: image_id kind digest company_id superseded_at",
            "users: id email password_hash created_at full_name disabled_at",
            "webhook_deliveries: id company_id dataset_id event application_id image_id batch_id subject_id analysis_error job_id state "
                + "attempts status error created_at attempted_at ended_at",
            "webhooks: dataset_id company_id url method authorization_kind authorization_key authorization_value is_enabled "
                + "disabled_reason adds_survey_answers merges_batches secret previous_secret previous_secret_until root_url created_at "
                + "changed_at",
        ]);
    }

    [Fact]
    public void Recipes_keep_the_names_of_formats_and_effects()
    {
        string Recipe(OutputOptions output) =>
            new Recipe("p", Frame.Restored, "m", new MaskStyle([new SolidFill(1, 2, 3, 0.5)], 0.002, true))
            {
                Output = output,
                Renderer = 1,
            }.ToString();

        const string start =
            """{"renderer":1,"photo":"p","frame":"restored","masks":"m","line":0.002,"concentric":true,"fills":["rgba(1,2,3,0.5)"]""";
        Recipe(OutputOptions.Default).ShouldBe(start + "}");
        foreach (
            var (format, name) in new[]
            {
                (PictureFormat.Jpeg, "Jpeg"),
                (PictureFormat.Png, "Png"),
                (PictureFormat.WebP, "WebP"),
                (PictureFormat.Svg, "Svg"),
            }
        )
        {
            Recipe(new OutputOptions { Format = format }).ShouldBe(start + ",\"output\":{\"format\":\"" + name + "\"}}");
        }

        Recipe(new OutputOptions { Spotlight = Spotlight.Dim }).ShouldBe(start + ""","output":{"spotlight":"Dim"}}""");
        Recipe(new OutputOptions { Spotlight = Spotlight.Grey }).ShouldBe(start + ""","output":{"spotlight":"Grey"}}""");
        Recipe(
                new OutputOptions
                {
                    Overlay = true,
                    Quality = 80,
                    MaxSide = 512,
                    Crop = new CropBox(0, 0.25, 0.5, 0.75),
                    Legend = new Legend("Pores", "7"),
                    MaskOverImage = true,
                }
            )
            .ShouldBe(
                start
                    + ""","output":{"overlay":true,"quality":80,"max_side":512,"crop":[0,0.25,0.5,"""
                    + """0.75],"legend":["Pores","7"],"over_image":true}}"""
            );
    }

    [Fact]
    public void Recipes_keep_the_names_of_looks_and_of_rows_of_legends()
    {
        var look = new MaskLook(0.003)
        {
            Edge = new Outline(new SolidFill(4, 5, 6, 1), 0.002),
            Rim = new Outline(new SolidFill(255, 255, 255, 0.8), 0.001),
            MinRadius = 0.004,
            Spacing = 0.012,
        };
        var style = new MaskStyle([new SolidFill(1, 2, 3, 0.5), new SolidFill(7, 8, 9, 1)], 0.001, false) { Looks = [look, null] };
        var output = new OutputOptions { LegendRows = [new LegendRow(null, "Lines", "7"), new LegendRow(1, "Fine lines", "")] };
        var recipe = new Recipe("p", Frame.Restored, "m", style) { Renderer = 5, Output = output };
        recipe
            .ToString()
            .ShouldBe(
                """{"renderer":5,"photo":"p","frame":"restored","masks":"m","line":0.001,"concentric":false,"fills":["rgba(1,2,3,0.5)","""
                    + "\"rgba(7,8,9,1)\"],\"looks\":["
                    + """{"line":0.003,"edge":["rgba(4,5,6,1)",0.002],"rim":["rgba(255,255,255,0.8)",0.001],"""
                    + "\"radius\":0.004,\"spacing\":0.012},"
                    + """null],"output":{"rows":[[null,"Lines","7"],[1,"Fine lines",""]]}}"""
            );
        Recipe.Parse(recipe.ToCanonicalUtf8())!.ToString().ShouldBe(recipe.ToString());
    }

    [Fact]
    public void Rows_keep_the_names_of_what_marks_lie_on()
    {
        var mask = new StoredMask("N", "t", "point_mask", null, null, 1) { Ground = new StoredGround(0.1, 0.25, 0.5) };
        const string ground = """{"Low":0.1,"Middle":0.25,"High":0.5}""";
        Stored(mask)
            .ShouldBe(
                """{"Name":"N","TechName":"t","MaskType":"point_mask","Fill":null,"ViewBox":null,"Shapes":1,"Scale":null,"Ground":"""
                    + ground
                    + "}"
            );
        Stored(new StoredFaces(1, null, null) { Skin = mask.Ground })
            .ShouldBe("""{"Count":1,"Original":null,"Restored":null,"Skin":""" + ground + "}");
    }

    private static string Stored<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Default);
}
