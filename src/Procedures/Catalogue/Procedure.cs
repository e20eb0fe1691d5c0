using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>
/// An administrative procedure as its pack states it. Parts follow Decree 63/2010, article 8: name, steps, manner,
/// papers, time limit, applicants, authority, result, fee, forms and legal basis.
/// </summary>
internal sealed record Procedure
{
    public required string Code { get; init; }
    public required int Version { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    public required Label Name { get; init; }
    public required Label Field { get; init; }
    public required Label Summary { get; init; }
    public required Label Applicants { get; init; }
    public required Label Result { get; init; }
    public required string Decision { get; init; }
    public required string Source { get; init; }

    /// <summary>Who settles it: <c>province</c> here, <c>ministry</c> or <c>portal</c> elsewhere (Decree 224/2026, article 15).</summary>
    public required string Route { get; init; }

    /// <summary>Lowest authentication level of the applicant (Decree 69/2024).</summary>
    public required int Assurance { get; init; }

    /// <summary>Kinds of units whose one-stop desks offer it.</summary>
    public required IReadOnlyList<string> OfferedBy { get; init; }

    public required ProcedureLimit Limit { get; init; }
    public required ProcedureFee Fee { get; init; }
    public required IReadOnlyList<Label> Steps { get; init; }
    public required IReadOnlyList<Paper> Papers { get; init; }
    public required IReadOnlyList<FormSection> Form { get; init; }
    public required IReadOnlyList<LegalBasis> LegalBasis { get; init; }

    /// <summary>Process that settles it, a step list of the pack.</summary>
    public required string Process { get; init; }

    /// <summary>What the official fills in for the result; <c>from</c> names the applicant's answer that fills it at first.</summary>
    public required FormSection ResultForm { get; init; }

    /// <summary>Print template of the result.</summary>
    public required string ResultTemplate { get; init; }

    /// <summary>Every question of the applicant's form, in order.</summary>
    public IEnumerable<Question> Questions => Form.SelectMany(s => s.Questions);
}

/// <summary>Time limit, counted by the Calendar engine.</summary>
internal sealed record ProcedureLimit
{
    public required int Amount { get; init; }
    public required string Unit { get; init; }
    public TimeOnly? CutOff { get; init; }
    public required Label Text { get; init; }
}

/// <summary>Fee as a FEEL expression over the answers, in dong.</summary>
internal sealed record ProcedureFee
{
    public required string Feel { get; init; }
    public required Label Text { get; init; }
    public required string Law { get; init; }
}

/// <summary>A paper that belongs to the dossier.</summary>
internal sealed record Paper
{
    public required string Id { get; init; }
    public required Label Name { get; init; }
    public Label? Hint { get; init; }

    /// <summary>FEEL over the answers: when it must be there; null means never by itself.</summary>
    public string? RequiredWhen { get; init; }
}

/// <summary>One page of the form.</summary>
internal sealed record FormSection
{
    public required string Id { get; init; }
    public required Label Title { get; init; }
    public Label? Hint { get; init; }
    public required IReadOnlyList<Question> Questions { get; init; }
}

/// <summary>One question of the form.</summary>
internal sealed record Question
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required Label Label { get; init; }
    public Label? Hint { get; init; }
    public bool Required { get; init; } = true;

    /// <summary>FEEL over the answers given so far: when it is asked; null means always.</summary>
    public string? When { get; init; }

    /// <summary>JSON Schema of the answer.</summary>
    public string Schema { get; init; } = """{ "type": "string", "maxLength": 200 }""";

    /// <summary>Which fact of the signed-in person fills it at first: name, personalId, birthDate, phone, email.</summary>
    public string? From { get; init; }

    public IReadOnlyList<Choice> Options { get; init; } = [];
}

/// <summary>A choice of a question.</summary>
internal sealed record Choice
{
    public required string Value { get; init; }
    public required Label Label { get; init; }
}

/// <summary>A document of the legal basis.</summary>
internal sealed record LegalBasis
{
    public required string Number { get; init; }
    public required string Title { get; init; }
}
