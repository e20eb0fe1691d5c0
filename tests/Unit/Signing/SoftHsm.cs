using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sen.Tests.Unit.Signing;

/// <summary>A SoftHSM2 token of its own in a temporary folder, with keys that a certificate of the tests' authority names.</summary>
public sealed class SoftHsm : IDisposable
{
    private const string Module = "/usr/lib/softhsm/libsofthsm2.so";
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("sen-hsm").FullName;

    public SoftHsm()
    {
        System.IO.Directory.CreateDirectory(Path.Combine(_folder, "tokens"));
        File.WriteAllText(Path.Combine(_folder, "softhsm2.conf"), $"directories.tokendir = {_folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n");
        // The engine reads the process's own environment, of which .NET keeps a copy.
        foreach (var (name, value) in new[] { ("SOFTHSM2_CONF", Path.Combine(_folder, "softhsm2.conf")), ("PKCS11_MODULE_PATH", Module) })
        {
            Environment.SetEnvironmentVariable(name, value);
            _ = SetEnvironment(Encoding.UTF8.GetBytes(name + "\0"), Encoding.UTF8.GetBytes(value + "\0"), 1);
        }
        Run("--init-token", "--free", "--label", "sen", "--so-pin", "12345678", "--pin", "4321");
        File.WriteAllText(PinFile, "4321");
    }

    public string PinFile => Path.Combine(_folder, "pin");

    /// <summary>Puts the private key into the token and returns the certificate alone.</summary>
    public X509Certificate2 Import(X509Certificate2 leaf, string label, string id)
    {
        var path = Path.Combine(_folder, label + ".pem");
        using var rsa = leaf.GetRSAPrivateKey();
        using var ecdsa = leaf.GetECDsaPrivateKey();
        File.WriteAllText(path, (rsa as AsymmetricAlgorithm ?? ecdsa)!.ExportPkcs8PrivateKeyPem());
        Run("--import", path, "--token", "sen", "--label", label, "--id", id, "--pin", "4321");
        File.Delete(path);
        return X509CertificateLoader.LoadCertificate(leaf.RawData);
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(byte[] name, byte[] value, int overwrite);

    private static void Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("softhsm2-util", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, said);
    }
}
