using System.IO.Compression;
using Sen.Signatures.Asic;

namespace Sen.Signatures;

/// <summary>
/// Judges ASiC-E containers (ETSI EN 319 162-1) with XAdES or CAdES signatures. Files are read in pieces straight from
/// the container; what no signature covers is told, since a reader would take it for signed.
/// </summary>
public static class AsicValidator
{
    /// <summary>Most that one entry may hold, and all together, against decompression bombs.</summary>
    public const long MaxExpanded = 4L << 30;

    private const int MaxSignatureFiles = 100;

    /// <param name="container">Seekable.</param>
    /// <param name="context">Its files are those of the container.</param>
    public static AdesReport Validate(Stream container, AdesContext context)
    {
        try
        {
            using var zip = new ZipArchive(container, ZipArchiveMode.Read, leaveOpen: true);
            AsicNames.Check(zip, container.Length);
            return new AsicCheck(zip, context).Run(MaxSignatureFiles);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return new(Refusal.NotContainer, []);
        }
        catch (RefusedException refused)
        {
            return new(refused.Reason, []);
        }
    }
}
