using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>Every refusal of this module; texts are <c>problem.procedures.*</c>.</summary>
internal static class Problems
{
    public static Problem NoProcedure(string code) => Problem.NotFound("procedures.no-procedure", code);
    public static Problem NotOfferedHere(string office) => Problem.Invalid("procedures.not-offered-here", "Office", office);
    public static Problem FeeUnknown(string code) => Problem.Conflict("procedures.fee-unknown", code);
    public static Problem NoDossier(string number) => Problem.NotFound("procedures.no-dossier", number);
    public static Problem NoDraft() => Problem.NotFound("procedures.no-draft");
    public static Problem Answer(string field, string what, params object?[] args) => Problem.Invalid("procedures.answer." + what, field, args);
    public static Problem PaperMissing(string paper, string name) => Problem.Invalid("procedures.paper-missing", paper, name);
    public static Problem TooManyPapers(int most) => Problem.Invalid("procedures.too-many-papers", "file", most);
    public static Problem NotInThisState(DossierStatus state) => Problem.Conflict("procedures.not-in-this-state", (int)state);
    public static Problem AssuranceTooLow(int needed) =>
        Problem.Forbidden("procedures.assurance-too-low", "Nghị định 69/2024/NĐ-CP", needed);
    public static Problem ReasonMissing() => Problem.Invalid("procedures.reason-missing", "Reason");
    public static Problem NotYours() => Problem.NotFound("procedures.no-dossier", "");
    public static Problem NotConfirmed() => Problem.Invalid("procedures.not-confirmed", "Confirmed");
    public static Problem FeeHowMissing() => Problem.Invalid("procedures.fee-how-missing", "FeeHow");
    public static Problem FeeUnpaid(string sum) => Problem.Conflict("procedures.fee-unpaid", sum);
    public static Problem NoScore() => Problem.Invalid("procedures.no-score", "Score");
}
