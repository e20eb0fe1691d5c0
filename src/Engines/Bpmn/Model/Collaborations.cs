namespace Sen.Bpmn.Model;

/// <summary>Participants and the messages between them (BPMN 2.0.2, 9.2).</summary>
public class Collaboration : RootElement
{
    public string? Name { get; set; }
    public bool? IsClosed { get; set; }
    public List<Participant> Participants { get; } = [];
    public List<MessageFlow> MessageFlows { get; } = [];
    public List<Artifact> Artifacts { get; } = [];
    public List<ConversationNode> ConversationNodes { get; } = [];
    public List<ConversationAssociation> ConversationAssociations { get; } = [];
    public List<ParticipantAssociation> ParticipantAssociations { get; } = [];
    public List<MessageFlowAssociation> MessageFlowAssociations { get; } = [];
    public List<CorrelationKey> CorrelationKeys { get; } = [];
    [Child("choreographyRef")] public List<string> ChoreographyRefs { get; } = [];
    public List<ConversationLink> ConversationLinks { get; } = [];
}

/// <summary>A conversation that others call.</summary>
public sealed class GlobalConversation : Collaboration;

/// <summary>An order of exchanges (11).</summary>
public class Choreography : Collaboration
{
    public List<FlowElement> FlowElements { get; } = [];
}

/// <summary>A choreography task that others call.</summary>
public sealed class GlobalChoreographyTask : Choreography
{
    public string? InitiatingParticipantRef { get; set; }
}

/// <summary>A pool.</summary>
public sealed class Participant : BaseElement
{
    public string? Name { get; set; }
    public string? ProcessRef { get; set; }
    [Child("interfaceRef")] public List<string> InterfaceRefs { get; } = [];
    [Child("endPointRef")] public List<string> EndPointRefs { get; } = [];
    public ParticipantMultiplicity? ParticipantMultiplicity { get; set; }
}

/// <summary>How many there can be of a participant.</summary>
public sealed class ParticipantMultiplicity : BaseElement
{
    public int? Minimum { get; set; }
    public int? Maximum { get; set; }
}

/// <summary>A kind of business partner.</summary>
public sealed class PartnerRole : RootElement
{
    public string? Name { get; set; }
    [Child("participantRef")] public List<string> ParticipantRefs { get; } = [];
}

/// <summary>A named business partner.</summary>
public sealed class PartnerEntity : RootElement
{
    public string? Name { get; set; }
    [Child("participantRef")] public List<string> ParticipantRefs { get; } = [];
}

/// <summary>Messages that go from one participant to another.</summary>
public sealed class MessageFlow : BaseElement
{
    public string? Name { get; set; }
    public string? SourceRef { get; set; }
    public string? TargetRef { get; set; }
    public string? MessageRef { get; set; }
}

/// <summary>Ties message flows of a collaboration and of what it calls.</summary>
public sealed class MessageFlowAssociation : BaseElement
{
    public string? InnerMessageFlowRef { get; set; }
    public string? OuterMessageFlowRef { get; set; }
}

/// <summary>Ties participants of a collaboration and of what it calls.</summary>
public sealed class ParticipantAssociation : BaseElement
{
    [Child("innerParticipantRef")] public string? InnerParticipantRef { get; set; }
    [Child("outerParticipantRef")] public string? OuterParticipantRef { get; set; }
}

/// <summary>Ties conversations of a collaboration and of a choreography.</summary>
public sealed class ConversationAssociation : BaseElement
{
    public string? InnerConversationNodeRef { get; set; }
    public string? OuterConversationNodeRef { get; set; }
}

/// <summary>A group of message flows about one thing (9.5).</summary>
public abstract class ConversationNode : BaseElement
{
    public string? Name { get; set; }
    [Child("participantRef")] public List<string> ParticipantRefs { get; } = [];
    [Child("messageFlowRef")] public List<string> MessageFlowRefs { get; } = [];
    public List<CorrelationKey> CorrelationKeys { get; } = [];
}

/// <summary>One conversation.</summary>
public sealed class Conversation : ConversationNode;

/// <summary>A conversation with conversations inside.</summary>
public sealed class SubConversation : ConversationNode
{
    public List<ConversationNode> ConversationNodes { get; } = [];
}

/// <summary>Calls a global conversation or a collaboration.</summary>
public sealed class CallConversation : ConversationNode
{
    public string? CalledCollaborationRef { get; set; }
    public List<ParticipantAssociation> ParticipantAssociations { get; } = [];
}

/// <summary>Who takes part in a conversation.</summary>
public sealed class ConversationLink : BaseElement
{
    public string? Name { get; set; }
    public string? SourceRef { get; set; }
    public string? TargetRef { get; set; }
}

/// <summary>Properties that together tell to which conversation a message belongs (8.4.2).</summary>
public sealed class CorrelationKey : BaseElement
{
    public string? Name { get; set; }
    [Child("correlationPropertyRef")] public List<string> CorrelationPropertyRefs { get; } = [];
}

/// <summary>One value of a correlation key.</summary>
public sealed class CorrelationProperty : RootElement
{
    public string? Name { get; set; }
    public string? Type { get; set; }
    public List<CorrelationPropertyRetrievalExpression> CorrelationPropertyRetrievalExpressions { get; } = [];
}

/// <summary>Where a message holds the value of a correlation property.</summary>
public sealed class CorrelationPropertyRetrievalExpression : BaseElement
{
    public string? MessageRef { get; set; }
    [Child("messagePath")] public FormalExpression? MessagePath { get; set; }
}

/// <summary>An exchange in a choreography (11.4).</summary>
public abstract class ChoreographyActivity : FlowNode
{
    public string? InitiatingParticipantRef { get; set; }
    public ChoreographyLoopType? LoopType { get; set; }
    [Child("participantRef")] public List<string> ParticipantRefs { get; } = [];
    public List<CorrelationKey> CorrelationKeys { get; } = [];
}

/// <summary>One exchange.</summary>
public sealed class ChoreographyTask : ChoreographyActivity
{
    [Child("messageFlowRef")] public List<string> MessageFlowRefs { get; } = [];
}

/// <summary>Exchanges inside an exchange.</summary>
public sealed class SubChoreography : ChoreographyActivity
{
    public List<FlowElement> FlowElements { get; } = [];
    public List<Artifact> Artifacts { get; } = [];
}

/// <summary>Calls a choreography.</summary>
public sealed class CallChoreography : ChoreographyActivity
{
    public string? CalledChoreographyRef { get; set; }
    public List<ParticipantAssociation> ParticipantAssociations { get; } = [];
}
