using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Cutis.Server.Http.Requests;

/// <summary>Texts of a query as they are written. The framework keeps escapes of bytes that are no text.</summary>
internal static class EscapedText
{
    /// <summary>Whether the escapes of a text are UTF-8; a percent sign that begins none stands for itself.</summary>
    public static bool IsUtf8(ReadOnlySpan<char> encoded)
    {
        if (!encoded.Contains('%'))
            return true;
        var bytes = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            var isEscape = encoded[i] == '%' && i + 2 < encoded.Length;
            if (
                isEscape
                && byte.TryParse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            )
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add((byte)'.');
            }
        }

        return Utf8.IsValid(CollectionsMarshal.AsSpan(bytes));
    }
}
