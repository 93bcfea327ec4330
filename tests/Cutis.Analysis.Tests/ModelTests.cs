using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Models;
using Cutis.Analysis.TfLite;

namespace Cutis.Analysis.Tests;

/// <summary>The embedded models, and the interpreter against another runtime.</summary>
public class ModelTests
{
    [Theory]
    [InlineData("face_detection_short_range.tflite", "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633")]
    [InlineData("face_detection_full_range.tflite", "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3")]
    [InlineData("face_landmark_with_attention.tflite", "883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d")]
    [InlineData("geometry_pipeline_metadata_landmarks.binarypb", "bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4")]
    [InlineData("face_classes.tflite", "c77edaeff4bee95bdd72dee0905191bea72ca63ed44c7d54560d15e2778be14d")]
    [InlineData("face_lines.tflite", "16efe9c0a9c3f199f48af25cd7f49f6f292dbf8d5cb29f3cad67ef4536f0fb4f")]
    public void Files_are_those_of_the_notice(string name, string digest) =>
        Convert.ToHexStringLower(SHA256.HashData(ModelFiles.Read("models/" + name))).ShouldBe(digest);

    /// <summary>The numbers come from ONNX Runtime 1.30.0 on the same weights (tests/Cutis.Analysis.Tests/Assets/README.md).</summary>
    [Fact]
    public void The_interpreter_agrees_with_onnx_runtime()
    {
        var file = File.ReadAllBytes(Path.Combine(Assets.Folder, "short_range.onnxruntime.f32"));
        var expected = MemoryMarshal.Cast<byte, float>(file).ToArray();
        var input = new float[128 * 128 * 3];
        for (var i = 0; i < input.Length; i++)
            input[i] = (float)((unchecked((uint)i * 2654435761u) >> 24) / 127.5) - 1;
        var outputs = ModelFiles.ShortRange.Run(input);
        float[] actual = [.. outputs["classificators"], .. outputs["regressors"]];
        actual.Length.ShouldBe(expected.Length);
        actual.Zip(expected, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Runs_side_by_side_give_the_same_numbers()
    {
        var input = new float[128 * 128 * 3];
        for (var i = 0; i < input.Length; i++)
            input[i] = (i % 255 / 127.5f) - 1;
        var first = ModelFiles.ShortRange.Run(input)["regressors"];
        Parallel.For(0, 8, _ => ModelFiles.ShortRange.Run(input)["regressors"].ShouldBe(first));
    }

    [Fact]
    public void The_refined_points_are_those_that_the_model_names()
    {
        var operators = AttentionSubsets();
        operators.ShouldBe([MeshPoints.Lips, MeshPoints.RightEyeRegion, MeshPoints.LeftEyeRegion]);
    }

    [Fact]
    public void The_canonical_mesh_is_whole_and_its_two_sides_mirror_each_other()
    {
        var mesh = CanonicalMesh.Shared;
        (mesh.Vertices.Length, mesh.Triangles.Length).ShouldBe((468, 898 * 3));
        mesh.Triangles.ShouldAllBe(i => i >= 0 && i < 468);
        for (var i = 0; i < 468; i++)
            mesh.Mirror[mesh.Mirror[i]].ShouldBe(i);
        AreaShapes.Areas["left_cheek"].ShouldBe([345, 346, 347, 348, 349, 329, 371, 423, 426, 436, 434, 416, 433, 376, 352]);
        AreaShapes.Areas["left_under_eye"].ShouldBe([255, 339, 254, 253, 252, 256, 341, 453, 357, 350, 349, 348, 347, 346, 340]);
        AreaShapes.LeftEye.ShouldBe([263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466]);
    }

    [Fact]
    public void No_area_crosses_itself_on_the_canonical_face()
    {
        var mesh = CanonicalMesh.Shared.Vertices;
        foreach (var (name, outline) in AreaShapes.Areas)
        {
            outline.Distinct().Count().ShouldBe(outline.Length, name);
            var p = Array.ConvertAll(outline, i => (X: (double)mesh[i].X, Y: (double)mesh[i].Y));
            for (var i = 0; i < p.Length; i++)
            for (var j = i + 2; j < p.Length; j++)
                if (i != 0 || j != p.Length - 1)
                    Cross(p[i], p[(i + 1) % p.Length], p[j], p[(j + 1) % p.Length]).ShouldBeFalse($"{name}: {outline[i]} and {outline[j]}");
        }

        static bool Cross((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d)
        {
            double Side((double X, double Y) p, (double X, double Y) q, (double X, double Y) r) =>
                ((q.X - p.X) * (r.Y - p.Y)) - ((q.Y - p.Y) * (r.X - p.X));
            return Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;
        }
    }

    [Fact]
    public void What_is_no_model_is_refused_in_words()
    {
        GraphReader.TryRead([], out _, out var error).ShouldBeFalse();
        error.ShouldContain("not a TFLite file");
        GraphReader.TryRead(Encoding.ASCII.GetBytes("0000TFL3rubbish that goes on for a while"), out _, out error).ShouldBeFalse();
        error.ShouldBe("is damaged");
        // An operator that is not there is named.
        var file = (byte[])ModelFiles.Read("models/face_detection_short_range.tflite").Clone();
        WithOperator(file, 3, 39);
        GraphReader.TryRead(file, out _, out error).ShouldBeFalse();
        error.ShouldContain("TRANSPOSE");
    }

    [Fact]
    public void Damaged_models_are_refused_and_nothing_crashes()
    {
        var whole = ModelFiles.Read("models/face_detection_short_range.tflite");
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var file = i % 3 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            for (var k = 0; k < 1 + random.Next(20) && file.Length > 0; k++)
                file[random.Next(Math.Min(file.Length, i % 2 == 0 ? 40_000 : file.Length))] = (byte)random.Next(256);
            if (!GraphReader.TryRead(file, out var graph, out var error))
                error.ShouldNotBeEmpty();
            else
                graph.Inputs.Count.ShouldBe(1);
        }
    }

    // Field 0 and field 3 of every operator code with that number.
    private static void WithOperator(byte[] file, int from, int to)
    {
        int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
        int Place(int table, int field)
        {
            var vtable = table - Int(table);
            if (4 + (2 * field) >= BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(vtable)))
                return 0;
            var offset = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(vtable + 4 + (2 * field)));
            return offset == 0 ? 0 : table + offset;
        }

        var list = Place(Int(0), 1);
        list += Int(list);
        for (var i = 0; i < Int(list); i++)
        {
            var code = list + 4 + (4 * i);
            code += Int(code);
            if (Place(code, 3) is > 0 and var wide && Int(wide) == from)
                file[wide] = (byte)to;
            if (Place(code, 0) is > 0 and var narrow && file[narrow] == from)
                file[narrow] = (byte)to;
        }
    }

    private static List<int[]> AttentionSubsets()
    {
        var subsets = new List<int[]>();
        var root = FlatTable.Root(ModelFiles.Read("models/face_landmark_with_attention.tflite"));
        var codes = root.Tables(1).Select(code => code.Text(1)).ToArray();
        foreach (var node in root.Tables(2)[0].Tables(3))
            if (codes[node.Int(0)] == "Landmarks2TransformMatrix")
                subsets.Add(new FlexMap(node.Bytes(5)).Numbers("subset_idxs"));
        return subsets;
    }
}

/// <summary>Files of the tests.</summary>
internal static class Assets
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
            if (Directory.Exists(Path.Combine(at, "tests/Cutis.Analysis.Tests/Assets")))
                return Path.Combine(at, "tests/Cutis.Analysis.Tests/Assets");
        throw new DirectoryNotFoundException("The repository's root was not found");
    }
}
