namespace Cutis.Imaging.Jpeg;

/// <summary>The second byte of each JPEG marker (ITU-T T.81, table B.1); the first one is always <see cref="Prefix"/>.</summary>
internal static class Markers
{
    /// <summary>The first byte of a marker.</summary>
    public const byte Prefix = 0xFF;

    /// <summary>TEM: for temporary use in arithmetic coding; stands alone.</summary>
    public const byte Temporary = 0x01;

    /// <summary>SOF0: baseline, Huffman-coded.</summary>
    public const byte StartOfFrame0 = 0xC0;

    /// <summary>SOF1: extended sequential, Huffman-coded.</summary>
    public const byte StartOfFrame1 = 0xC1;

    /// <summary>SOF2: progressive, Huffman-coded.</summary>
    public const byte StartOfFrame2 = 0xC2;

    /// <summary>SOF3: lossless, Huffman-coded.</summary>
    public const byte StartOfFrame3 = 0xC3;

    /// <summary>DHT: Huffman tables.</summary>
    public const byte DefineHuffmanTables = 0xC4;

    /// <summary>SOF5: hierarchical, differential sequential.</summary>
    public const byte StartOfFrame5 = 0xC5;

    /// <summary>SOF6: hierarchical, differential progressive.</summary>
    public const byte StartOfFrame6 = 0xC6;

    /// <summary>SOF7: hierarchical, differential lossless.</summary>
    public const byte StartOfFrame7 = 0xC7;

    /// <summary>JPG: reserved for extensions.</summary>
    public const byte JpegExtension = 0xC8;

    /// <summary>SOF9: extended sequential, arithmetic-coded.</summary>
    public const byte StartOfFrame9 = 0xC9;

    /// <summary>SOF10: progressive, arithmetic-coded.</summary>
    public const byte StartOfFrame10 = 0xCA;

    /// <summary>SOF11: lossless, arithmetic-coded.</summary>
    public const byte StartOfFrame11 = 0xCB;

    /// <summary>DAC: conditioning of arithmetic coding.</summary>
    public const byte DefineArithmeticConditioning = 0xCC;

    /// <summary>SOF13: differential sequential, arithmetic-coded.</summary>
    public const byte StartOfFrame13 = 0xCD;

    /// <summary>SOF14: differential progressive, arithmetic-coded.</summary>
    public const byte StartOfFrame14 = 0xCE;

    /// <summary>SOF15: differential lossless, arithmetic-coded.</summary>
    public const byte StartOfFrame15 = 0xCF;

    /// <summary>RST0, the first of eight restart markers; stands alone.</summary>
    public const byte Restart0 = 0xD0;

    /// <summary>SOI: start of image; stands alone.</summary>
    public const byte StartOfImage = 0xD8;

    /// <summary>EOI: end of image; stands alone.</summary>
    public const byte EndOfImage = 0xD9;

    /// <summary>SOS: header of a scan, followed by its entropy-coded data.</summary>
    public const byte StartOfScan = 0xDA;

    /// <summary>DQT: quantisation tables.</summary>
    public const byte DefineQuantisationTables = 0xDB;

    /// <summary>DNL: number of lines.</summary>
    public const byte DefineNumberOfLines = 0xDC;

    /// <summary>DRI: restart interval.</summary>
    public const byte DefineRestartInterval = 0xDD;

    /// <summary>DHP: hierarchical progression.</summary>
    public const byte DefineHierarchicalProgression = 0xDE;

    /// <summary>EXP: expansion of reference components.</summary>
    public const byte ExpandReferenceComponents = 0xDF;

    /// <summary>APP0: JFIF.</summary>
    public const byte Application0 = 0xE0;

    /// <summary>APP1: Exif.</summary>
    public const byte Application1 = 0xE1;

    /// <summary>APP2: ICC profile.</summary>
    public const byte Application2 = 0xE2;

    /// <summary>APP14: Adobe.</summary>
    public const byte Application14 = 0xEE;

    /// <summary>APP15, the last application segment.</summary>
    public const byte Application15 = 0xEF;

    /// <summary>SOF55: JPEG-LS (ITU-T T.87).</summary>
    public const byte StartOfFrame55 = 0xF7;

    /// <summary>COM: a comment.</summary>
    public const byte Comment = 0xFE;

    /// <summary>True for markers without a segment: TEM, RST0 to RST7 and SOI. EOI is not among them.</summary>
    public static bool StandsAlone(int marker) => marker is (>= Restart0 and <= StartOfImage) or Temporary;
}
