namespace Cutis.Analysis.Faces;

/// <summary>Outlines of facial areas as points of the mesh. Areas on the left mirror those on the right.</summary>
internal static class AreaShapes
{
    public static int[] RightEye { get; } = [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246];

    public static int[] RightBrow { get; } = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46];

    public static int[] OuterLips { get; } = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185];

    public static int[] RightNostril { get; } = [64, 98, 97, 240, 75, 59];

    /// <summary>The lid, between eye and brow.</summary>
    public static int[] RightLid { get; } = [46, 53, 52, 65, 55, 193, 245, 244, 133, 173, 157, 158, 159, 160, 161, 246, 33, 130, 226, 124];

    /// <summary>From the inner corner of the eye down to the wing of the nose, including the wing.</summary>
    public static int[] RightNoseFlank { get; } =
    [193, 245, 244, 128, 114, 217, 126, 142, 129, 203, 98, 97, 64, 48, 115, 220, 45, 51, 3, 196, 122];

    /// <summary>The underside of the nose.</summary>
    public static int[] NoseTip { get; } = [48, 64, 98, 97, 2, 326, 327, 294, 278, 440, 275, 4, 45, 220];

    public static int[] LeftEye { get; } = Mirrored(RightEye);

    public static int[] LeftBrow { get; } = Mirrored(RightBrow);

    public static int[] LeftNostril { get; } = Mirrored(RightNostril);

    /// <summary>The outline of the whole face.</summary>
    public static int[] Face { get; } =
    [
        10,
        338,
        297,
        332,
        284,
        251,
        389,
        356,
        454,
        323,
        361,
        288,
        397,
        365,
        379,
        378,
        400,
        377,
        152,
        148,
        176,
        149,
        150,
        136,
        172,
        58,
        132,
        93,
        234,
        127,
        162,
        21,
        54,
        103,
        67,
        109,
    ];

    /// <summary>
    /// Points at the top of the mesh, which ends in the middle of the forehead, and how far they are moved up in <c>face</c> and
    /// <c>forehead</c>, as parts of the height of the face.
    /// </summary>
    public static IReadOnlyDictionary<int, double> Lift { get; } =
        new Dictionary<int, double>
        {
            [54] = .04,
            [103] = .10,
            [67] = .10,
            [109] = .10,
            [10] = .10,
            [338] = .10,
            [297] = .10,
            [332] = .10,
            [284] = .04,
        };

    /// <summary>The areas by name.</summary>
    public static IReadOnlyDictionary<string, int[]> Areas { get; } = All();

    /// <summary>The outline mirrored to the other side of the face.</summary>
    public static int[] Mirrored(int[] outline) => Array.ConvertAll(outline, i => CanonicalMesh.Shared.Mirror[i]);

    private static Dictionary<string, int[]> All()
    {
        var areas = new Dictionary<string, int[]>(StringComparer.Ordinal)
        {
            ["face"] = Face,
            ["forehead"] = [54, 103, 67, 109, 10, 338, 297, 332, 284, 301, 300, 293, 334, 296, 336, 9, 107, 66, 105, 63, 70, 71],
            ["forehead_n_bridge"] =
            [
                54,
                103,
                67,
                109,
                10,
                338,
                297,
                332,
                284,
                301,
                300,
                293,
                334,
                296,
                336,
                285,
                417,
                351,
                419,
                197,
                196,
                122,
                193,
                55,
                107,
                66,
                105,
                63,
                70,
                71,
            ],
            ["glabella"] = [108, 151, 337, 336, 285, 417, 168, 193, 55, 107],
            ["nose"] = [168, 193, 245, 188, 174, 217, 209, 49, 64, 98, 97, 2, 326, 327, 294, 279, 429, 437, 399, 412, 465, 417],
            ["nose_bridge"] = [168, 417, 351, 419, 248, 195, 3, 196, 122, 193],
            ["nose_upper_triangle"] = [168, 417, 351, 419, 248, 281, 275, 4, 45, 51, 3, 196, 122, 193],
            ["chin"] = [43, 106, 182, 83, 18, 313, 406, 335, 273, 422, 430, 379, 378, 400, 377, 152, 148, 176, 149, 150, 210, 202],
            ["chin_wide"] =
            [
                57,
                43,
                106,
                182,
                83,
                18,
                313,
                406,
                335,
                273,
                287,
                432,
                434,
                364,
                365,
                379,
                378,
                400,
                377,
                152,
                148,
                176,
                149,
                150,
                136,
                135,
                214,
                212,
            ],
        };
        AddBoth(areas, "cheek", [116, 117, 118, 119, 120, 100, 142, 203, 206, 216, 214, 192, 213, 147, 123]);
        AddBoth(areas, "cheek_wide", [227, 116, 117, 118, 119, 120, 100, 142, 203, 206, 216, 212, 214, 192, 213, 177, 137]);
        AddBoth(areas, "cheek_large", [234, 227, 116, 117, 118, 119, 120, 100, 142, 203, 206, 216, 212, 202, 210, 135, 138, 58, 132, 93]);
        AddBoth(areas, "under_eye", [25, 110, 24, 23, 22, 26, 112, 233, 128, 121, 120, 119, 118, 117, 111]);
        AddBoth(areas, "eye_area", [70, 63, 105, 66, 107, 55, 193, 245, 128, 121, 120, 119, 118, 117, 111, 143, 156]);
        int[] outer = [156, 113, 226, 130, 25, 110, 24, 23, 22, 26, 112, 233, 128, 121, 120, 119, 118, 117, 111, 116, 227, 34, 139];
        AddBoth(areas, "eye_area_outer", outer);
        AddBoth(areas, "eye_outer", outer);
        AddBoth(areas, "crows_feet", [226, 130, 113, 124, 156, 139, 34, 227, 116, 111, 31]);
        AddBoth(areas, "marionette", [61, 57, 212, 210, 169, 170, 211, 204, 106, 43]);
        AddBoth(areas, "nasolabial", [129, 203, 206, 216, 212, 57, 61, 185, 92, 165, 98]);
        return areas;
    }

    private static void AddBoth(Dictionary<string, int[]> areas, string name, int[] right)
    {
        areas["right_" + name] = right;
        areas["left_" + name] = Mirrored(right);
    }
}
