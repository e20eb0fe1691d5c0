using System.Globalization;
using System.Security.Cryptography;

namespace Sen.Host.Checks;

/// <summary>Can files be kept: a folder that can be written, room in it, and a key that encrypts them?</summary>
internal sealed class FolderChecks(IConfiguration configuration)
{
    private const string Folder = "Data folder", Key = "File key", Room = "Disk space";
    private const long Gigabyte = 1L << 30;

    public IReadOnlyList<Diagnosis> All() => [Writable(), FileKey(), .. Space()];

    /// <summary>What decides whether this copy can serve.</summary>
    public IReadOnlyList<Diagnosis> Essential() => [Writable(), FileKey()];

    private Diagnosis Writable()
    {
        if (configuration.Sen("DataFolder") is not { } folder)
            return Diagnosis.Wrong(Folder, "Sen:DataFolder is not set.", "Set Sen__DataFolder to a folder that every copy of the program shares.");
        try
        {
            var trial = Path.Combine(folder, ".sen-" + Guid.NewGuid().ToString("N"));
            using (File.Create(trial, 1, FileOptions.DeleteOnClose))
                return Diagnosis.Fine(Folder, $"{folder} can be written.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Diagnosis.Wrong(Folder, $"{folder} cannot be written: {e.Message}", $"Create it and give it to the user {Environment.UserName}.");
        }
    }

    private Diagnosis FileKey()
    {
        if (configuration.Sen("FileKey") is not { } text)
            return Diagnosis.Wrong(Key, "Sen:FileKey is not set.", "Make one with `openssl rand -base64 32`, and keep a copy apart from the backups: without it the files are lost.");
        Span<byte> key = stackalloc byte[64];
        var known = Convert.TryFromBase64String(text, key, out var length) && length == 32;
        CryptographicOperations.ZeroMemory(key);
        return known
            ? Diagnosis.Fine(Key, "There, 256 bits.")
            : Diagnosis.Wrong(Key, "Sen:FileKey is not 32 bytes in base64.", "Make one with `openssl rand -base64 32`; never change the key of an installation that has files.");
    }

    private IEnumerable<Diagnosis> Space()
    {
        if (configuration.Sen("DataFolder") is not { } folder || !Path.Exists(folder))
            yield break;
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        var says = string.Create(CultureInfo.InvariantCulture, $"{free / (double)Gigabyte:N1} GB free.");
        yield return free switch
        {
            < Gigabyte => Diagnosis.Wrong(Room, says, "Make room now: uploads fail soon."),
            < 10 * Gigabyte => Diagnosis.Advice(Room, says, "Make room, or move the data folder to a larger disk."),
            _ => Diagnosis.Fine(Room, says),
        };
    }
}
