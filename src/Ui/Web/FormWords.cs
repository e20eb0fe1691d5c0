using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Sen.Ui;

/// <summary>Messages of binding and of validation attributes in the visitor's language, from our own texts.</summary>
internal sealed class FormWords(Words words) : IConfigureOptions<MvcOptions>, IConfigureOptions<MvcDataAnnotationsLocalizationOptions>, IStringLocalizer, IValidationMetadataProvider
{
    public void Configure(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetValueIsInvalidAccessor(_ => words["problem.ui.invalid"]);
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => words["problem.ui.invalid"]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => words["problem.ui.invalid"]);
        messages.SetUnknownValueIsInvalidAccessor(_ => words["problem.ui.invalid"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => words["problem.ui.invalid"]);
        messages.SetValueMustBeANumberAccessor(_ => words["problem.ui.number"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => words["problem.ui.number"]);
        messages.SetValueMustNotBeNullAccessor(_ => words["problem.ui.required"]);
        messages.SetMissingBindRequiredValueAccessor(_ => words["problem.ui.required"]);
        messages.SetMissingKeyOrValueAccessor(() => words["problem.ui.required"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => words["problem.ui.required"]);
        options.ModelBinderProviders.Insert(0, new DateBinder.Provider());
        options.ModelMetadataDetailsProviders.Add(this);
    }

    public void Configure(MvcDataAnnotationsLocalizationOptions options) =>
        options.DataAnnotationLocalizerProvider = (_, _) => this;

    /// <summary>Each attribute without a message of its own says the text of its kind.</summary>
    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>())
            if (attribute is { ErrorMessage: null, ErrorMessageResourceName: null } or DataTypeAttribute { ErrorMessageResourceName: null })
                attribute.ErrorMessage = attribute switch
                {
                    RequiredAttribute => "problem.ui.required",
                    StringLengthAttribute { MinimumLength: > 0 } => "problem.ui.length-between",
                    StringLengthAttribute or MaxLengthAttribute => "problem.ui.length",
                    RangeAttribute => "problem.ui.range",
                    EmailAddressAttribute => "problem.ui.email",
                    PhoneAttribute => "problem.ui.phone",
                    _ => "problem.ui.invalid",
                };
    }

    public LocalizedString this[string name] => new(name, words[name]);

    public LocalizedString this[string name, params object[] arguments] => new(name, words[name, arguments]);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
}
