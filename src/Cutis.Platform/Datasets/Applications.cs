namespace Cutis.Platform.Datasets;

/// <summary>A set of algorithms that is attached to datasets. Applications are part of the program; their ids never change.</summary>
/// <param name="Id">The id, which clients hard-code.</param>
/// <param name="TechName">The name in paths.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Description">HTML, as clients have seen it.</param>
internal sealed record Application(Guid Id, string TechName, string Name, string Description)
{
    /// <summary>Results as vectors, one for each image and algorithm.</summary>
    public static Application Metrics2 { get; } =
        new(
            new Guid("8b5b3acc-480b-4412-8d2c-ebe6ab4384d7"),
            "face_skin_metrics_2",
            "Face Skin Metrics 2.0",
            "<p>Metrics of facial skin with masks as <b>vectors</b></p>"
        );

    /// <summary>One result for the sides of a batch, with masks as pictures.</summary>
    public static Application Metrics3 { get; } =
        new(
            new Guid("5f0c8f7e-2b0d-4a3c-9a53-3f3d8c6f1e30"),
            "face_skin_metrics_3",
            "Face Skin Metrics 3.0",
            "<p>Parameters of facial skin with masks as <b>pictures</b></p>"
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Application> All { get; } = [Metrics2, Metrics3];

    /// <summary>The application of an id; null when there is none.</summary>
    public static Application? Find(Guid id) => All.FirstOrDefault(a => a.Id == id);

    /// <summary>The application of a name in a path; null when there is none.</summary>
    public static Application? Find(string techName) => All.FirstOrDefault(a => a.TechName == techName);
}
