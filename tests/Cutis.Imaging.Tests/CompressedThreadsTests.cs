using System;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Rows that are drawn by several threads, written meanwhile, and given up.</summary>
public class CompressedThreadsTests
{
    [Fact]
    public void Any_number_of_threads_gives_the_same_bytes()
    {
        var photo = Open(Pictures.Jpeg(333, 801, "-sample", "2x2"));
        foreach (var kind in new[] { "none", "box", "dots", "heat" })
        {
            var scene = new Scene(333, 801, [.. CompressedScenes.Create(kind, 333, 801)]);
            byte[] Draw(int workers)
            {
                var file = new MemoryStream();
                photo.Draw(scene, file, workers, default);
                return file.ToArray();
            }

            var alone = Draw(1);
            foreach (var workers in new[] { 2, 3, 16 })
                Draw(workers).ShouldBe(alone, $"{kind} {workers}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Rows_are_written_while_others_are_still_drawn(int workers)
    {
        // A drawing that was over could not be stopped by its first bytes.
        var photo = Open(Pictures.Jpeg(64, 16 * 8 * 300));
        using var stop = new CancellationTokenSource();
        using var output = new StopsAfter(5000, stop);
        Should.Throw<OperationCanceledException>(() =>
            photo.Draw(new Scene(64, 16 * 8 * 300, [Box(3, 3, 50, 38_000)]), output, workers, stop.Token)
        );
        output.Length.ShouldBeGreaterThan(5000);
    }

    private sealed class StopsAfter(int bytes, CancellationTokenSource stop) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (Length > bytes)
                stop.Cancel();
        }
    }

    [Fact]
    public void A_drawing_ends_early_when_it_is_told_to()
    {
        var photo = Open(Pictures.Jpeg(64, 400));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        foreach (var workers in new[] { 1, 3 })
            Should.Throw<OperationCanceledException>(() =>
                photo.Draw(new Scene(64, 400, [Box(3, 3, 50, 300)]), Stream.Null, workers, stop.Token)
            );
        // The buffers that were in use are clean for the next one.
        Pixels(Draw(Pictures.Jpeg(64, 400))).ShouldBe(Pixels(Pictures.Jpeg(64, 400)));
    }
}
