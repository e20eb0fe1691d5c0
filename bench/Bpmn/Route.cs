namespace Sen.Bench.Bpmn;

/// <summary>The process that all BPMN benches run: user task, parallel pair, exclusive gateway; and one whose task has a timer.</summary>
internal static class Route
{
    public const string Id = "route";
    public const int Tasks = 3;
    public const string Late = "late";

    public const string Xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:sen="urn:sen:bpmn:1" id="route-file" targetNamespace="urn:sen:bench">
          <process id="route" name="Route" isExecutable="true">
            <startEvent id="start" />
            <userTask id="receive" name="Receive" sen:role="bench" />
            <parallelGateway id="fork" />
            <userTask id="examine" name="Examine" sen:role="bench" />
            <userTask id="consult" name="Consult" sen:role="bench" />
            <parallelGateway id="join" />
            <exclusiveGateway id="choice" default="low" />
            <endEvent id="signed" />
            <endEvent id="returned" />
            <sequenceFlow id="f1" sourceRef="start" targetRef="receive" />
            <sequenceFlow id="f2" sourceRef="receive" targetRef="fork" />
            <sequenceFlow id="f3" sourceRef="fork" targetRef="examine" />
            <sequenceFlow id="f4" sourceRef="fork" targetRef="consult" />
            <sequenceFlow id="f5" sourceRef="examine" targetRef="join" />
            <sequenceFlow id="f6" sourceRef="consult" targetRef="join" />
            <sequenceFlow id="f7" sourceRef="join" targetRef="choice" />
            <sequenceFlow id="high" sourceRef="choice" targetRef="signed">
              <conditionExpression xsi:type="tFormalExpression">amount &gt; 10</conditionExpression>
            </sequenceFlow>
            <sequenceFlow id="low" sourceRef="choice" targetRef="returned" />
          </process>
        </definitions>
        """;

    public const string LateXml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:sen="urn:sen:bpmn:1" id="late-file" targetNamespace="urn:sen:bench">
          <process id="late" name="Late" isExecutable="true">
            <startEvent id="start" />
            <userTask id="work" name="Work" sen:role="bench" />
            <boundaryEvent id="timer" attachedToRef="work"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
            <endEvent id="end" />
            <sequenceFlow id="f1" sourceRef="start" targetRef="work" />
            <sequenceFlow id="f2" sourceRef="work" targetRef="end" />
            <sequenceFlow id="f3" sourceRef="timer" targetRef="end" />
          </process>
        </definitions>
        """;
}
