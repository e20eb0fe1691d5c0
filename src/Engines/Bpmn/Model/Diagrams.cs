using Sen.Bpmn.Xml;

namespace Sen.Bpmn.Model;

/// <summary>A drawing (BPMN 2.0.2, 12.2). Lengths are in pixels of the drawing at the given resolution.</summary>
[Element("BPMNDiagram", Ns.Di)]
public sealed class BpmnDiagram : BpmnElement
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public string? Documentation { get; set; }
    public decimal? Resolution { get; set; }
    public BpmnPlane? Plane { get; set; }
    public List<BpmnLabelStyle> LabelStyles { get; } = [];
}

/// <summary>What a drawing can hold.</summary>
public abstract class DiagramElement : BpmnElement
{
    public string? Id { get; set; }
    [Child("extension", Ns.Dd)] public DiagramExtension? Extension { get; set; }
}

/// <summary>Foreign elements of a drawing.</summary>
public sealed class DiagramExtension : BpmnElement;

/// <summary>The sheet.</summary>
[Element("BPMNPlane", Ns.Di)]
public sealed class BpmnPlane : DiagramElement
{
    public string? BpmnElement { get; set; }
    public List<DiagramElement> Elements { get; } = [];
}

/// <summary>A node, pool, lane, note or group.</summary>
[Element("BPMNShape", Ns.Di)]
public sealed class BpmnShape : DiagramElement
{
    public string? BpmnElement { get; set; }
    public bool? IsHorizontal { get; set; }
    public bool? IsExpanded { get; set; }
    public bool? IsMarkerVisible { get; set; }
    public bool? IsMessageVisible { get; set; }
    public ParticipantBandKind? ParticipantBandKind { get; set; }
    public string? ChoreographyActivityShape { get; set; }
    public Bounds? Bounds { get; set; }
    public BpmnLabel? Label { get; set; }
}

/// <summary>A flow or an association.</summary>
[Element("BPMNEdge", Ns.Di)]
public sealed class BpmnEdge : DiagramElement
{
    public string? BpmnElement { get; set; }
    public string? SourceElement { get; set; }
    public string? TargetElement { get; set; }
    public MessageVisibleKind? MessageVisibleKind { get; set; }
    [Child("waypoint", Ns.Dd)] public List<Point> Waypoints { get; } = [];
    public BpmnLabel? Label { get; set; }
}

/// <summary>Where a name is written.</summary>
[Element("BPMNLabel", Ns.Di)]
public sealed class BpmnLabel : DiagramElement
{
    public string? LabelStyle { get; set; }
    public Bounds? Bounds { get; set; }
}

/// <summary>How names are written.</summary>
[Element("BPMNLabelStyle", Ns.Di)]
public sealed class BpmnLabelStyle : BpmnElement
{
    public string? Id { get; set; }
    public Font? Font { get; set; }
}

/// <summary>A rectangle.</summary>
[Element("Bounds", Ns.Dc)]
public sealed class Bounds : BpmnElement
{
    public decimal? X { get; set; }
    public decimal? Y { get; set; }
    public decimal? Width { get; set; }
    public decimal? Height { get; set; }
}

/// <summary>A corner of a line.</summary>
public sealed class Point : BpmnElement
{
    public decimal? X { get; set; }
    public decimal? Y { get; set; }
}

/// <summary>A typeface.</summary>
[Element("Font", Ns.Dc)]
public sealed class Font : BpmnElement
{
    public string? Name { get; set; }
    public decimal? Size { get; set; }
    public bool? IsBold { get; set; }
    public bool? IsItalic { get; set; }
    public bool? IsUnderline { get; set; }
    public bool? IsStrikeThrough { get; set; }
}
