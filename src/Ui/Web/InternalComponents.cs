using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.ViewComponents;

namespace Sen.Ui;

/// <summary>Lets the view components of modules stay internal, as everything of a module does; the framework finds public ones only.</summary>
internal sealed class InternalComponents : IApplicationFeatureProvider<ViewComponentFeature>
{
    public void PopulateFeature(IEnumerable<ApplicationPart> parts, ViewComponentFeature feature)
    {
        foreach (var type in parts.OfType<AssemblyPart>().Select(part => part.Assembly).Distinct().SelectMany(assembly => assembly.DefinedTypes))
            if (type is { IsAbstract: false, IsPublic: false } && type.IsSubclassOf(typeof(ViewComponent)) && !feature.ViewComponents.Contains(type))
                feature.ViewComponents.Add(type);
    }
}
