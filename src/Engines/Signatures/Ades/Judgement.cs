using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Ades;

/// <summary>What has been found out about one signature so far; the first failure stands (EN 319 102-1, 5.1.4).</summary>
internal sealed class Judgement
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;
    public Indication Indication { get; private set; }
    public string? Sub { get; private set; }
    public bool Failed => Indication != Indication.TotalPassed;

    public void Fail(Indication indication, string sub, string code, params string[] arguments)
    {
        if (!Failed)
            (Indication, Sub) = (indication, sub);
        Note(indication == Indication.TotalFailed ? Severity.Error : Severity.Warning, code, arguments);
    }

    public void Note(Severity severity, string code, params string[] arguments) => _findings.Add(new Finding(severity, code, arguments));

    public void Strength(X509Certificate2 signer, HashAlgorithmName hash)
    {
        foreach (var weak in Weakness.Of(signer, hash))
            Note(Severity.Warning, FindingCodes.WeakAlgorithm, weak);
    }
}
