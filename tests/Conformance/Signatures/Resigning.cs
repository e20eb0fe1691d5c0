using Sen.Signatures;
using Sen.Signatures.Pdf;

namespace Sen.Tests.Conformance;

/// <summary>Signs a file at each level and holds the result against the original, against our validator and against other people's programs.</summary>
/// <param name="excuse">As in <see cref="Expectation.Signing"/>; null when the table does not know the file.</param>
internal sealed class Resigning(string path, byte[] pdf, PdfReport before, string? excuse)
{
    /// <summary>Null when all is right.</summary>
    public string? Problem()
    {
        var opens = SecondOpinion.QpdfOpens(path);
        var repair = excuse == "repair" || (excuse is null && opens && Refuses(Authority.Levels[0].Options)?.Reason is Refusal.BrokenXref or Refusal.BrokenObject);
        foreach (var (level, options) in Authority.Levels)
        {
            SignedPdf signed;
            try
            {
                if (repair && Refuses(options) is null)
                    return "was signed without being asked to repair it";
                signed = Sign(options with { Repair = repair });
            }
            catch (RefusedException refused)
            {
                return Excused(level, refused, opens) ? null : $"{level}: {refused.Message}";
            }
            if (excuse is not (null or "" or "repair") && !excuse.Contains(' ', StringComparison.Ordinal))
                return $"{level} was signed, the table says {excuse}";
            if (Check(level, signed.ToArray(), signed.FieldName!, opens) is { } problem)
                return $"{level}: {problem}";
        }
        return null;
    }

    /// <summary>In a new field; in an empty one where the file's permissions allow only that.</summary>
    private SignedPdf Sign(PadesOptions options)
    {
        try
        {
            return PadesSigner.Sign(pdf, Authority.Key, options).GetAwaiter().GetResult();
        }
        catch (RefusedException refused) when (refused.Reason == Refusal.PermissionDenied && PdfSummary.Read(pdf).EmptySignatureFields is [var empty, ..])
        {
            return PadesSigner.Sign(pdf, Authority.Key, options with { FieldName = empty }).GetAwaiter().GetResult();
        }
    }

    private RefusedException? Refuses(PadesOptions options)
    {
        try
        {
            Sign(options);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused;
        }
    }

    /// <summary>The table says so; or it says nothing, and the reason is one that a file may have.</summary>
    private bool Excused(string level, RefusedException refused, bool opens) => excuse switch
    {
        null => !opens || refused.Reason is Refusal.NoFurtherSignature or Refusal.PermissionDenied or Refusal.FieldLocked,
        "" or "repair" => false,
        _ when excuse.Split(' ') is [var from, var reason] => level == "B-" + from && refused.Reason.ToString() == reason,
        _ => refused.Reason.ToString() == excuse,
    };

    private string? Check(string level, byte[] signed, string field, bool opens)
    {
        if (!signed.AsSpan(0, pdf.Length).SequenceEqual(pdf))
            return "the original is no exact prefix";
        var after = PdfValidator.Validate(signed, Authority.Anchors, Authority.Now.AddMinutes(1), Authority.Known, ValidationPolicy.Strict);
        var own = after.Signatures.LastOrDefault(s => s.Field == field);
        if (own is not { Code: "TOTAL_PASSED" } || own.Level != level || own.Integrity == Integrity.ForbiddenChange)
            return $"our own signature is {own?.Code} {own?.Level} {own?.Integrity} {after.Refused}";
        foreach (var old in before.Signatures)
        {
            var now = after.Signatures.FirstOrDefault(s => s.Field == old.Field);
            var worst = old.Integrity == Integrity.Intact ? Integrity.PermittedChange : old.Integrity;
            if (now is null || (now.Code != old.Code && now.Indication >= old.Indication && old.Indication != Indication.TotalFailed) || now.Integrity > worst)
                return $"{old.Field} was {old.Code} {old.Integrity}, is {now?.Code} {now?.Integrity}: {string.Join("; ", now?.Findings.Where(f => f.Severity == Severity.Error).Select(f => $"{f.Code} {string.Join(' ', f.Arguments)}").Take(3) ?? [])}";
        }
        return new SecondOpinion(signed, PdfFile.Open(signed)).Problem(level, field, opens);
    }
}
