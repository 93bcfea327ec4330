using System.Buffers.Binary;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Imaging.Tests;

/// <summary>What is sent instead of a JPEG or a PNG is called by its name, and the message says what to do.</summary>
public class FormatNameTests
{
    [Theory]
    [InlineData("", "The photo is empty.")]
    [InlineData("hello", "The photo must be a JPEG or a PNG.")]
    [InlineData("RIFF....WEBPVP8 ", "not a WebP. Convert it, as with: magick photo.webp photo.jpg")]
    [InlineData("RIFF....AVI LIST", "not an AVI film.")]
    [InlineData("RIFF....WAVEfmt ", "not a WAV sound.")]
    [InlineData(
        "....ftypheic",
        "not a HEIC. Convert it, as with: magick photo.heic photo.jpg. An iPhone takes JPEGs with Settings > "
            + "Camera > Formats > Most Compatible."
    )]
    [InlineData("....ftypavif", "not an AVIF. Convert it, as with: magick photo.avif photo.jpg")]
    [InlineData("GIF89a", "not a GIF. Convert it, as with: magick photo.gif photo.jpg")]
    [InlineData("BM....", "not a BMP. Convert it, as with: magick photo.bmp photo.jpg")]
    [InlineData("8BPS\0\u0001", "not a Photoshop document (PSD). Convert it, as with: magick photo.psd photo.jpg")]
    [InlineData("\0\0\u0001\0\u0001\0", "not an icon (ICO). Convert it")]
    [InlineData("\0\0\0\u000CJXL \r\n\u0087\n", "not a JPEG XL. Convert it")]
    [InlineData("ÿ\n....", "not a JPEG XL. Convert it")]
    [InlineData("\0\0\0\u000CjP  \r\n\u0087\n", "not a JPEG 2000. Convert it")]
    [InlineData("ÿOÿQ", "not a JPEG 2000. Convert it")]
    [InlineData("P6\n2 2\n255\n", "not a netpbm picture. Convert it")]
    [InlineData("%PDF-1.7", "not a PDF.")]
    [InlineData("PK\u0003\u0004", "not a ZIP archive. Unpack it, and send one photo at a time.")]
    [InlineData("\u001F\u008B", "not a gzip archive. Unpack it")]
    [InlineData("\u001AEß£", "not a Matroska or WebM film.")]
    [InlineData("\0\0\0\0\0\0", "not a file of zeros. It may not have been downloaded or saved whole.")]
    [InlineData("\u0089PNG\n\u001A\n\0", "not a PNG whose bytes were changed on the way. Send it as binary, not as text.")]
    [InlineData("\u0089PNG\r\r\n\u001A", "not a PNG whose bytes were changed on the way.")]
    [InlineData("II*\0\u0008\0\0\0\0\0", "not a TIFF. Convert it, as with: magick photo.tif photo.jpg")]
    [InlineData("MM\0*\0\0\0\u0008\0\0", "not a TIFF. Convert it")]
    [InlineData("II+\0\u0008\0\0\0", "not a TIFF. Convert it")]
    [InlineData("II*\0\u0010\0\0\0CR\u0002\0", "not a Canon raw photo (CR2). Send the JPEG of the camera, or develop it.")]
    [InlineData("FUJIFILMCCD-RAW 0201", "not a Fujifilm raw photo (RAF).")]
    [InlineData("IIU\0\u0018\0\0\0", "not a Panasonic raw photo (RW2).")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "not an SVG. Convert it")]
    [InlineData("<?xml version='1.0'?><!-- hello --><svg/>", "not an SVG. Convert it")]
    [InlineData("ï»¿\n<!DOCTYPE html><html>", "not a web page (HTML). It may be the error of a download.")]
    [InlineData("<?xml version='1.0'?><Error/>", "not an XML file.")]
    [InlineData(
        "{\"image\": 1}",
        "not JSON. Send the bytes of the photo as the body of the request, as with: curl --data-binary @photo.jpg"
    )]
    [InlineData("/9j/4AAQSkZJRgABAQ", "not a photo in base64. Send the bytes")]
    [InlineData("iVBORw0KGgoAAAANS", "not a photo in base64. Send the bytes")]
    [InlineData("data:image/jpeg;base64,/9j/", "not a data URL. Send the bytes")]
    [InlineData("https://example.org/photo.jpg", "not a URL. Send the bytes")]
    [InlineData(
        "------x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\n\r\nÿØ",
        "not a form (multipart/form-data). Send the bytes of the photo as the body of the request, as with: curl --data-binary @photo.jpg"
    )]
    public void Other_formats_are_named(string start, string message)
    {
        var error = Refused(Encoding.Latin1.GetBytes(start));
        error.Problem.ShouldBe(PhotoProblem.UnknownFormat);
        error.Message.ShouldContain(message);
        if (message.Contains("not ", StringComparison.Ordinal))
            error.Message.ShouldStartWith("The photo must be a JPEG or a PNG, not ");
    }

    [Theory]
    // The brands that phones, cameras and programs write.
    [InlineData("heic mif1 heic", "a HEIC.")]
    [InlineData("heix mif1 heix", "a HEIC.")]
    [InlineData("mif1 mif1 heic", "a HEIC.")]
    [InlineData("msf1 msf1 hevc mif1 heic", "a HEIC sequence.")]
    [InlineData("hevc msf1 hevc", "a HEIC sequence.")]
    [InlineData("mif1 mif1", "a HEIF.")]
    [InlineData("mif1 mif1 jpeg", "a HEIF.")]
    [InlineData("mif1 mif1 avif", "an AVIF.")]
    [InlineData("mif1 mif1 miaf MA1B avif", "an AVIF.")]
    [InlineData("avif avif mif1 miaf MA1A", "an AVIF.")]
    [InlineData("avis avis avif msf1", "an AVIF.")]
    [InlineData("mp42 mp42 isom", "an MP4 film.")]
    [InlineData("isom isom iso2 avc1 mp41", "an MP4 film.")]
    [InlineData("M4V  mp42", "an MP4 film.")]
    [InlineData("iso6 dash", "an MP4 film.")]
    [InlineData("MSNV mp42", "an MP4 film.")]
    [InlineData("M4A  M4A  mp42", "an MPEG-4 sound.")]
    [InlineData("3gp5 isom", "a 3GP film.")]
    [InlineData("qt   qt  ", "a QuickTime film.")]
    [InlineData("crx  isom", "a Canon raw photo (CR3).")]
    [InlineData("jxl  jxl ", "a JPEG XL.")]
    [InlineData("jp2  jp2 ", "a JPEG 2000.")]
    [InlineData("wxyz wxyz", "a film or photo of the kind \"wxyz\".")]
    public void Films_and_photos_are_told_apart_by_their_brands(string brands, string name)
    {
        var list = Enumerable.Range(0, (brands.Length + 1) / 5).Select(i => brands.Substring(5 * i, 4)).ToArray();
        byte[] body = [.. "ftyp"u8, .. Encoding.Latin1.GetBytes(list[0]), 0, 0, 2, 0, .. list.Skip(1).SelectMany(Encoding.Latin1.GetBytes)];
        byte[] file = [.. PngFile.Number(body.Length + 4), .. body, .. PngFile.Number(400), .. "meta"u8, .. new byte[392]];
        Refused(file).Message.ShouldStartWith($"The photo must be a JPEG or a PNG, not {name}");
        // Cut after the first brand, there is still a name.
        Refused(file[..12]).Message.ShouldStartWith("The photo must be a JPEG or a PNG, not a");
    }

    [Theory]
    [InlineData("moov", "a QuickTime film.")]
    [InlineData("mdat", "a QuickTime film.")]
    [InlineData("wide", "a QuickTime film.")]
    public void Films_without_a_brand_are_named(string box, string name) =>
        Refused([.. PngFile.Number(16), .. Encoding.Latin1.GetBytes(box), .. new byte[8]]).Message.ShouldContain($"not {name}");

    [Theory]
    [InlineData("NIKON CORPORATION", 0x014A, "a Nikon raw photo (NEF).")]
    [InlineData("SONY", 0x014A, "a Sony raw photo (ARW).")]
    [InlineData("PENTAX", 0x014A, "a Pentax raw photo (PEF).")]
    [InlineData("Google", 0xC612, "a raw photo (DNG).")]
    [InlineData("NIKON CORPORATION", 0x0112, "a TIFF.")]
    [InlineData("Someone", 0x014A, "a TIFF.")]
    public void Raw_photos_are_told_by_their_first_directory(string make, int tag, string name)
    {
        foreach (var isLittle in new[] { true, false })
        {
            byte[] U16(int value)
            {
                var b = new byte[2];
                if (isLittle)
                    BinaryPrimitives.WriteUInt16LittleEndian(b, (ushort)value);
                else
                    BinaryPrimitives.WriteUInt16BigEndian(b, (ushort)value);
                return b;
            }
            byte[] U32(int value)
            {
                var b = new byte[4];
                if (isLittle)
                    BinaryPrimitives.WriteInt32LittleEndian(b, value);
                else
                    BinaryPrimitives.WriteInt32BigEndian(b, value);
                return b;
            }
            byte[] text = [.. Encoding.ASCII.GetBytes(make), 0];
            byte[] file =
            [
                .. isLittle ? "II"u8 : "MM"u8,
                .. U16(42),
                .. U32(8),
                .. U16(2),
                .. U16(0x010F),
                .. U16(2),
                .. U32(text.Length),
                .. U32(38),
                .. U16(tag),
                .. U16(4),
                .. U32(1),
                .. U32(0),
                .. U32(0),
                .. text,
            ];
            Refused(file).Message.ShouldContain($"not {name}");
            // However it is cut, nothing is thrown.
            for (var length = 0; length < file.Length; length++)
                Refused(file[..length]);
        }
    }

    private static PhotoError Refused(byte[] file)
    {
        Photo.TryOpen(file, new PhotoLimits(), out _, out var error).ShouldBeFalse();
        return error!;
    }
}
