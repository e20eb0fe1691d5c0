using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Feel;
using Sen.Kernel;
using Sen.Schema;

namespace Sen.Procedures;

/// <summary>
/// The compiled rules of one procedure version: when a question is asked (FEEL), whether an answer holds (JSON Schema),
/// which papers belong to it, what it costs. Pure; a rule with an unknown name is refused when the pack is applied.
/// </summary>
internal sealed class FormRules
{
    private readonly Procedure _procedure;
    private readonly Dictionary<string, JsonSchema> _schemas = [];
    private readonly Dictionary<string, FeelExpression> _when = [];
    private readonly Dictionary<string, FeelExpression> _papers = [];
    private readonly FeelExpression _fee;

    public FormRules(Procedure procedure)
    {
        _procedure = procedure;
        var known = procedure.Questions.ToDictionary(q => q.Id, q => q.Kind == "number" ? FeelType.Of(FeelKind.Number) : q.Kind is "checkbox" or "checkboxes" ? FeelType.Any : FeelType.Of(FeelKind.String));
        foreach (var question in procedure.Questions.Concat(procedure.ResultForm.Questions))
        {
            using var schema = JsonDocument.Parse(question.Schema);
            _schemas[question.Id] = JsonSchema.Compile(schema.RootElement.Clone());
            if (question.When is { } when)
                _when[question.Id] = Rule(when, known);
        }
        foreach (var paper in procedure.Papers)
            if (paper.RequiredWhen is { } when)
                _papers[paper.Id] = Rule(when, known);
        _fee = Rule(procedure.Fee.Feel, known);
    }

    /// <summary>Questions of a section that are asked, given the answers so far.</summary>
    public IEnumerable<Question> Asked(FormSection section, JsonObject answers) =>
        section.Questions.Where(q => !_when.TryGetValue(q.Id, out var when) || when.Evaluate(Context(answers)) is true);

    /// <summary>Reads the posted texts of a section into the answers; what is no longer asked is dropped.</summary>
    public (JsonObject Answers, IReadOnlyList<Problem> Problems) Read(FormSection section, JsonObject before, Func<string, string?> posted)
    {
        var answers = (JsonObject)before.DeepClone();
        // First the raw answers, so that conditions see what was chosen on the same page.
        foreach (var question in section.Questions)
            Set(answers, question, posted(question.Id));
        var asked = Asked(section, answers).Select(q => q.Id).ToHashSet();
        foreach (var question in section.Questions.Where(q => !asked.Contains(q.Id)))
            answers.Remove(question.Id);
        return (answers, Check(section, answers));
    }

    /// <summary>Problems of a section's answers.</summary>
    public IReadOnlyList<Problem> Check(FormSection section, JsonObject answers) =>
        [.. Asked(section, answers).Select(q => Check(q, answers)).OfType<Problem>()];

    /// <summary>Sections whose answers do not hold yet, in order.</summary>
    public IReadOnlyList<FormSection> Unfinished(JsonObject answers) =>
        [.. _procedure.Form.Where(s => Check(s, answers).Count > 0)];

    /// <summary>Papers that must be there, given the answers.</summary>
    public bool Requires(Paper paper, JsonObject answers) =>
        _papers.TryGetValue(paper.Id, out var when) && when.Evaluate(Context(answers)) is true;

    /// <summary>The fee in dong; the nearest decimal where the rule gives more digits, such as a third. Null where the rule gives none for these answers: never free of charge by mistake.</summary>
    public decimal? Fee(JsonObject answers) => FeelValues.ToDecimal(_fee.Evaluate(Context(answers))) is { } fee and >= 0 ? fee : null;

    private Problem? Check(Question question, JsonObject answers)
    {
        if (answers[question.Id] is not { } answer)
            return question.Required ? Problems.Answer(question.Id, question.Options.Count > 0 ? "choose" : "missing") : null;
        using var document = JsonDocument.Parse(answer.ToJsonString());
        var result = _schemas[question.Id].Validate(document.RootElement);
        return result.Valid ? null : Explain(question);
    }

    /// <summary>One sentence for what the schema demands, with its figures.</summary>
    private static Problem Explain(Question question)
    {
        using var document = JsonDocument.Parse(question.Schema);
        var schema = document.RootElement;
        string? Keyword(string name) => schema.TryGetProperty(name, out var value) ? value.ToString() : null;
        return (question.Kind, Keyword("minimum"), Keyword("maximum"), Keyword("minLength"), Keyword("maxLength")) switch
        {
            ("date", _, _, _, _) => Problems.Answer(question.Id, "date"),
            ("number", { } least, { } most, _, _) => Problems.Answer(question.Id, "number-between", least, most),
            ("number", _, _, _, _) => Problems.Answer(question.Id, "number"),
            (_, _, _, { } shortest, { } longest) => Problems.Answer(question.Id, "length-between", shortest, longest),
            (_, _, _, _, { } longest) => Problems.Answer(question.Id, "length", longest),
            _ => Problems.Answer(question.Id, question.Options.Count > 0 ? "choose" : "pattern"),
        };
    }

    private static void Set(JsonObject answers, Question question, string? text)
    {
        text = text?.Trim().Normalize();
        if (string.IsNullOrEmpty(text))
            answers.Remove(question.Id);
        else if (question.Kind == "number" && decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            answers[question.Id] = number;
        else if (question.Kind == "date" && DateOnly.TryParseExact(text, ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
            answers[question.Id] = on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        else
            answers[question.Id] = text;
    }

    private static Dictionary<string, object?> Context(JsonObject answers) => answers.ToDictionary(
        a => a.Key,
        a => a.Value?.GetValueKind() switch
        {
            JsonValueKind.Number => a.Value.GetValue<decimal>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => (object?)a.Value.GetValue<string>(),
            _ => null,
        });

    private static FeelExpression Rule(string text, Dictionary<string, FeelType> known)
    {
        var rule = FeelExpression.Parse(text, known.Keys);
        if (rule.Check(known).Problems is [var problem, ..])
            throw new InvalidDataException($"rule \"{text}\", line {problem.Line}, column {problem.Column}: {problem.Message}");
        return rule;
    }
}
