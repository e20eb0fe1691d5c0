using Sen.Bpmn.Model;

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

    private sealed record Box(int X, int Width, int Height, int Order);

    public static BpmnDiagram Diagram(Process process)
    {
        var plane = new BpmnPlane { Id = process.Id + ".plane", BpmnElement = process.Id };
        var boxes = new Dictionary<string, Box>();
        var x = Left;
        foreach (var (order, node) in process.FlowElements.OfType<FlowNode>().Index())
        {
            var (width, height) = node switch { Gateway => (50, 50), Event => (36, 36), _ => (120, 80) };
            boxes[node.Id!] = new(x, width, height, order);
            plane.Elements.Add(new BpmnShape
            {
                Id = node.Id + ".shape",
                BpmnElement = node.Id,
                IsMarkerVisible = node is ExclusiveGateway ? true : null,
                Bounds = new() { X = x, Y = Middle - height / 2, Width = width, Height = height },
            });
            x += width + Gap;
        }

        var above = 0;
        var below = 0;
        foreach (var flow in process.FlowElements.OfType<SequenceFlow>())
        {
            var (from, to) = (boxes[flow.SourceRef!], boxes[flow.TargetRef!]);
            (int X, int Y)[] points = (to.Order - from.Order) switch
            {
                1 => [(from.X + from.Width, Middle), (to.X, Middle)],
                > 1 => Around(from, to, Middle - Clear - Line * above++, -1),
                _ => Around(from, to, Middle + Clear + Line * below++, 1),
            };
            var edge = new BpmnEdge { Id = flow.Id + ".edge", BpmnElement = flow.Id, Label = Label(flow, points) };
            edge.Waypoints.AddRange(points.Select(point => new Point { X = point.X, Y = point.Y }));
            plane.Elements.Add(edge);
        }
        return new() { Id = process.Id + ".diagram", Plane = plane };
    }

    // Beside the first long piece, so that the names of returns do not lie on each other.
    private static BpmnLabel? Label(SequenceFlow flow, (int X, int Y)[] points) => flow.Name is null ? null : new()
    {
        Bounds = new() { X = (points.Length == 2 ? points[0].X : Math.Min(points[1].X, points[2].X)) + 8, Y = points[points.Length == 2 ? 0 : 1].Y - 18, Width = 120, Height = 14 },
    };

    private static (int X, int Y)[] Around(Box from, Box to, int line, int side)
    {
        var start = from.X + from.Width / 2;
        var end = to.X + to.Width / 2;
        return [(start, Middle + side * from.Height / 2), (start, line), (end, line), (end, Middle + side * to.Height / 2)];
    }
}
