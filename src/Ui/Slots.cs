using Sen.Kernel;

namespace Sen.Ui;

/// <summary>
/// A part that a module puts into a named slot of somebody else's page; the host composes the screen from them.
/// </summary>
/// <param name="Slot">Name of the slot: <c>home.public</c>, <c>home.staff</c>, <c>dossier.side</c>, <c>style</c>.</param>
/// <param name="Order">Position within the slot.</param>
/// <param name="Component">Name of the view component that renders it; it gets <c>subject</c>, the slot's <see cref="Ref"/>.</param>
/// <param name="Permission">Shown to those who hold it; null shows it to all.</param>
public sealed record Panel(string Slot, int Order, string Component, string? Permission = null);

/// <summary>An entry of the navigation.</summary>
/// <param name="Area"><c>public</c>, <c>citizen</c>, <c>staff</c>, or <c>foot</c> for the foot of every page.</param>
/// <param name="Order">Position.</param>
/// <param name="Text">Key of its words.</param>
/// <param name="Path">Where it leads, with leading slash and without language.</param>
/// <param name="Permission">Shown to those who hold it; null shows it to all of the area.</param>
public sealed record MenuEntry(string Area, int Order, string Text, string Path, string? Permission = null);

/// <summary>All panels and menu entries of the installation, in order.</summary>
public sealed class Slots(IEnumerable<Panel> panels, IEnumerable<MenuEntry> entries)
{
    private readonly ILookup<string, Panel> _panels = panels.OrderBy(p => p.Order).ToLookup(p => p.Slot);
    private readonly ILookup<string, MenuEntry> _entries = entries.OrderBy(e => e.Order).ToLookup(e => e.Area);

    /// <summary>Panels of a slot that this actor may see.</summary>
    public IEnumerable<Panel> Panels(string slot, Actor actor) =>
        _panels[slot].Where(p => p.Permission is null || actor.Holds(p.Permission));

    /// <summary>Menu entries of an area that this actor may see.</summary>
    public IEnumerable<MenuEntry> Menu(string area, Actor actor) =>
        _entries[area].Where(e => e.Permission is null || actor.Holds(e.Permission));
}
