using Sen.Signatures;
using Sen.Signatures.Pdf;

namespace Sen.Tests.Unit.Signatures;

/// <summary>B-LT, B-LTA and renewal, judged strictly: TOTAL_PASSED only with every status known.</summary>
public sealed class LongTermTests
{
    private static readonly DateTimeOffset Now = Samples.Now;
    private static readonly MovingClock Clock = new(Now);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sign_EachLevel_IsReportedAndPasses(bool streams)
    {
        foreach (var (level, options) in new[] { ("B-B", new PadesOptions(Now)), ("B-T", Timed), ("B-LT", LongTerm), ("B-LTA", Archived) })
        {
            var original = Samples.Pdf(streams);
            var signed = await Samples.Sign(original, options: options);
            signed.AsSpan(0, original.Length).SequenceEqual(original).ShouldBeTrue();
            var report = Strict(signed, Now.AddMinutes(1));
            report.Signatures[0].Code.ShouldBe("TOTAL_PASSED", level);
            report.Signatures[0].Level.ShouldBe(level);
            report.Integrity.ShouldBe(level is "B-LT" or "B-LTA" ? Integrity.PermittedChange : Integrity.Intact);
        }
    }

    [Fact]
    public async Task Validate_YearsLater_OnlyArchivedSignatureStands()
    {
        var later = Now.AddYears(3);
        var fresh = await Samples.Authority.Statements(new MovingClock(later))(Samples.Person.Certificate, Samples.Authority.Issuing, default);
        Code(await Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Now))).ShouldBe("INDETERMINATE/OUT_OF_BOUNDS_NO_POE");
        Code(await Samples.Sign(Samples.Pdf(false), options: Archived)).ShouldBe("TOTAL_PASSED");
        string Code(byte[] pdf) => PdfValidator.Validate(pdf, Samples.Authority.Anchors, later, fresh, ValidationPolicy.Strict).Signatures[0].Code;
    }

    [Fact]
    public async Task Validate_WithoutFreshStatus_NamesWhatIsWanted()
    {
        var report = Strict(await Samples.Sign(Samples.Pdf(false), options: Archived), Now.AddYears(3));
        report.Signatures[^1].Code.ShouldBe("INDETERMINATE/TRY_LATER");
        report.Wanted.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Extend_RenewsBeforeTheStampExpires()
    {
        var archived = await Samples.Sign(Samples.Pdf(true), options: Archived);
        var (mid, end) = (Now.AddYears(4), Now.AddYears(7));
        var successor = new TimestampResponder(Samples.Authority.Key(Samples.Authority.IssueTimestampUnit(mid.AddDays(-1), mid.AddYears(5))));
        var renewed = (await PadesExtender.Extend(archived, new PadesExtension(Samples.Authority.Statements(new MovingClock(mid))) { Archive = successor.Source(new MovingClock(mid)) })).ToArray();
        renewed.AsSpan(0, archived.Length).SequenceEqual(archived).ShouldBeTrue();
        var fresh = await Samples.Authority.Statements(new MovingClock(end))(Samples.Person.Certificate, Samples.Authority.Issuing, default);
        Signature(archived).Code.ShouldBe("INDETERMINATE/OUT_OF_BOUNDS_NO_POE");
        Signature(renewed).Code.ShouldBe("TOTAL_PASSED");
        Signature(renewed).BestTime.ShouldBe(Now);
        SignatureReport Signature(byte[] pdf) => PdfValidator.Validate(pdf, Samples.Authority.Anchors, end, fresh, ValidationPolicy.Strict).Signatures[0];
    }

    [Fact]
    public async Task Validate_RevokedAfterTheStamp_Passes_BeforeIt_DoesNot()
    {
        var stamped = await Samples.Sign(Samples.Pdf(false), options: Timed);
        Code(Now.AddDays(1)).ShouldBe("TOTAL_PASSED");
        Code(Now.AddHours(-1)).ShouldBe("INDETERMINATE/REVOKED_NO_POE");
        string Code(DateTimeOffset revokedAt)
        {
            var later = Now.AddDays(2);
            var known = new ValidationData([], [Samples.Authority.RevokedLeaves(later, (Samples.Person.Certificate, revokedAt)), Samples.Authority.RevokedAuthorities(later)], []);
            return PdfValidator.Validate(stamped, Samples.Authority.Anchors, later, known, ValidationPolicy.Strict).Signatures[0].Code;
        }
    }

    [Fact]
    public async Task Sign_LongTermWithoutStatus_IsRefused()
    {
        RevocationSource nothing = (_, _, _) => Task.FromResult(ValidationData.Empty);
        (await Should.ThrowAsync<RefusedException>(() => Samples.Sign(Samples.Pdf(false), options: Timed with { Revocation = nothing }))).Reason.ShouldBe(Refusal.StatusMissing);
    }

    [Fact]
    public async Task Sign_LongTermWithRevokedKey_IsRefused()
    {
        RevocationSource revoked = (_, _, _) => Task.FromResult(new ValidationData([],
            [Samples.Authority.RevokedLeaves(Now, (Samples.Person.Certificate, Now.AddHours(-1))), Samples.Authority.RevokedAuthorities(Now)], []));
        (await Should.ThrowAsync<RefusedException>(() => Samples.Sign(Samples.Pdf(false), options: Timed with { Revocation = revoked }))).Reason.ShouldBe(Refusal.Revoked);
    }

    [Fact]
    public async Task Sign_LongTermByOcsp_CarriesTheResponder()
    {
        var responder = new OcspResponder(Samples.Authority.Key(Samples.Authority.IssueOcspResponder(Now.AddDays(-1), Now.AddYears(1))), Samples.Authority.Issuing, _ => null);
        RevocationSource source = async (certificate, issuer, ct) => issuer.RawData.AsSpan().SequenceEqual(Samples.Authority.Issuing.RawData)
            ? ValidationData.Empty with { Ocsps = [await responder.Respond(Revocation.OcspRequest(certificate, issuer), Now, ct)] }
            : ValidationData.Empty with { Crls = [Samples.Authority.RevokedAuthorities(Now)] };
        var signed = await Samples.Sign(Samples.Pdf(false), options: Timed with { Revocation = source });
        Strict(signed, Now.AddMinutes(1)).Signatures[0].Code.ShouldBe("TOTAL_PASSED");
        var store = SecurityStore.Read(PdfFile.Open(signed));
        store.Ocsps.Count.ShouldBe(2);
        store.Certificates.ShouldContain(c => c.Subject.Contains("status", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_ArchivedTwice_BothStandAndStorePiecesAreShared()
    {
        var once = await Samples.Sign(Samples.Pdf(true), options: Archived);
        var twice = await Samples.Sign(once, Samples.Seal, Archived);
        var report = Strict(twice, Now.AddMinutes(1));
        report.Signatures.Where(s => !s.IsDocumentTimestamp).Select(s => s.Code).ShouldBe(["TOTAL_PASSED", "TOTAL_PASSED"]);
        report.Integrity.ShouldBe(Integrity.PermittedChange);
        var store = SecurityStore.Read(PdfFile.Open(twice));
        store.Certificates.Select(c => c.Thumbprint).ShouldBeUnique();
        PdfFile.Open(twice).Dictionary(PdfFile.Open(twice).Dictionary(PdfFile.Open(twice).Catalog["DSS"])!["VRI"])!.Entries.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Sign_FinalCertification_MayStillBeArchived()
    {
        var signed = await Samples.Sign(Samples.Pdf(true), options: Archived with { Certification = Certification.NoChanges });
        var report = Strict(signed, Now.AddMinutes(1));
        report.Signatures[0].Code.ShouldBe("TOTAL_PASSED");
        report.Integrity.ShouldBe(Integrity.PermittedChange);
    }

    [Fact]
    public async Task Sign_MappedFile_IsTheSameAsInMemory()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, Samples.Pdf(true));
        using var handle = File.OpenHandle(path);
        using (var source = PdfSource.Map(handle))
        {
            using var output = new MemoryStream();
            (await PadesSigner.Sign(source, Samples.Person, new PadesOptions(Now))).CopyTo(output);
            Strict(output.ToArray(), Now, await Samples.Authority.Statements(Clock)(Samples.Person.Certificate, Samples.Authority.Issuing, default)).Signatures[0].Code.ShouldBe("TOTAL_PASSED");
        }
        File.Delete(path);
    }

    [Fact]
    public async Task SignAll_OneRefused_OthersSigned()
    {
        var results = new List<(int, bool)>();
        await foreach (var (index, signed, _) in PadesSigner.SignAll([(Samples.Pdf(true), new PadesOptions(Now)), (new byte[] { 1 }, new PadesOptions(Now)), (Samples.Pdf(false), new PadesOptions(Now))], Samples.Seal))
            results.Add((index, signed is not null));
        results.ShouldBe([(0, true), (1, false), (2, true)]);
    }

    private static PadesOptions Timed => new(Now) { Timestamp = Samples.Timestamper.Source(Clock) };

    private static PadesOptions LongTerm => Timed with { Revocation = Samples.Authority.Statements(Clock) };

    private static PadesOptions Archived => LongTerm with { Archive = Samples.Timestamper.Source(Clock) };

    /// <summary>A plain signature brings no statements: they come from the side, as from a network.</summary>
    private static PdfReport Strict(byte[] pdf, DateTimeOffset at, ValidationData? known = null)
    {
        known ??= new ValidationData([], [Samples.Authority.RevokedLeaves(Now), Samples.Authority.RevokedAuthorities(Now)], []);
        return PdfValidator.Validate(pdf, Samples.Authority.Anchors, at, known, ValidationPolicy.Strict);
    }

    private sealed class MovingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
