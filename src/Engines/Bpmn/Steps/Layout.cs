using System.Xml.Linq;
using static Sen.Bpmn.Xml.Names;

namespace Sen.Bpmn;

/// <summary>
/// A diagram (BPMN 2.0, chapter 12) from left to right in the order of the nodes: neighbours are joined straight,
/// skips run above the row and returns below it, each on a line of its own.
/// </summary>
internal static class Layout
{
    private const int Left = 160;
    private const int Middle = 300;
    private const int Gap = 60;
    private const int Line = 20;
    private const int Clear = 70;

    public static XElement Diagram(string process, Scope scope)
    {
        var boxes = new Dictionary<string, (int X, int Width, int Height, int Order)>();
        var x = Left;
        foreach (var (order, node) in scope.Nodes.Index())
        {
            var (width, height) = node switch { Gateway => (50, 50), StartEvent or EndEvent => (36, 36), _ => (120, 80) };
            boxes[node.Id] = (x, width, height, order);
            x += width + Gap;
        }

        var above = 0;
        var below = 0;
        var edges = scope.Flows.Select(flow =>
        {
            var from = boxes[flow.From];
            var to = boxes[flow.To];
            (int X, int Y)[] points = (to.Order - from.Order) switch
            {
                1 => [(from.X + from.Width, Middle), (to.X, Middle)],
                > 1 => Around(from, to, Middle - Clear - Line * above++, -1),
                _ => Around(from, to, Middle + Clear + Line * below++, 1),
            };
            return new XElement(Di + "BPMNEdge", new XAttribute("id", flow.Id + ".edge"), new XAttribute("bpmnElement", flow.Id),
                points.Select(point => new XElement(Dd + "waypoint", new XAttribute("x", point.X), new XAttribute("y", point.Y))));
        }).ToArray();
        var shapes = boxes.Select(box => new XElement(Di + "BPMNShape", new XAttribute("id", box.Key + ".shape"), new XAttribute("bpmnElement", box.Key),
            new XElement(Dc + "Bounds", new XAttribute("x", box.Value.X), new XAttribute("y", Middle - box.Value.Height / 2),
                new XAttribute("width", box.Value.Width), new XAttribute("height", box.Value.Height))));

        return new(Di + "BPMNDiagram", new XAttribute(XNamespace.Xmlns + "bpmndi", Di.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "dc", Dc.NamespaceName), new XAttribute(XNamespace.Xmlns + "di", Dd.NamespaceName),
            new XAttribute("id", process + ".diagram"),
            new XElement(Di + "BPMNPlane", new XAttribute("id", process + ".plane"), new XAttribute("bpmnElement", process), shapes, edges));
    }

    private static (int X, int Y)[] Around((int X, int Width, int Height, int) from, (int X, int Width, int Height, int) to, int line, int side)
    {
        var start = from.X + from.Width / 2;
        var end = to.X + to.Width / 2;
        return [(start, Middle + side * from.Height / 2), (start, line), (end, line), (end, Middle + side * to.Height / 2)];
    }
}
