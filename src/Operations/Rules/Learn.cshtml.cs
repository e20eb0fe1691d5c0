using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Feel;
using Sen.Ui;

namespace Sen.Operations.Rules;

/// <summary>Examples for who is new to FEEL, each with the value it has today.</summary>
[OpenTo(Audience.Staff)]
internal sealed class LearnModel(TimeProvider clock) : PageModel
{
    /// <summary>The value of an example.</summary>
    public string Value(Example example)
    {
        var data = FeelJson.ReadContext(example.Data);
        return FeelValues.Text(FeelExpression.Parse(example.Expression, data.Keys).Evaluate(data, clock, Sample.Limits), true);
    }
}
