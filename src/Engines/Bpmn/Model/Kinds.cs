using System.Xml.Serialization;

namespace Sen.Bpmn.Model;

/// <summary>Which elements a relationship changes.</summary>
public enum RelationshipDirection { None, Forward, Backward, Both }

/// <summary>Whether an item is a thing or information.</summary>
public enum ItemKind { Information, Physical }

/// <summary>For whom a process is described.</summary>
public enum ProcessType { None, Public, Private }

/// <summary>Whether an association has a direction.</summary>
public enum AssociationDirection { None, One, Both }

/// <summary>Whether a gateway joins or splits.</summary>
public enum GatewayDirection { Unspecified, Converging, Diverging, Mixed }

/// <summary>Whether one event starts an instance, or all.</summary>
public enum EventBasedGatewayType { Exclusive, Parallel }

/// <summary>When a multi-instance activity throws events.</summary>
public enum MultiInstanceBehavior { None, One, All, Complex }

/// <summary>Whether activities of an ad-hoc sub-process run together.</summary>
public enum AdHocOrdering { Parallel, Sequential }

/// <summary>How an exchange repeats.</summary>
public enum ChoreographyLoopType { None, Standard, MultiInstanceSequential, MultiInstanceParallel }

/// <summary>Whether a message is shown on its flow.</summary>
public enum MessageVisibleKind
{
    [XmlEnum("initiating")] Initiating,
    [XmlEnum("non_initiating")] NonInitiating,
}

/// <summary>Which band of a choreography activity a participant has.</summary>
public enum ParticipantBandKind
{
    [XmlEnum("top_initiating")] TopInitiating,
    [XmlEnum("middle_initiating")] MiddleInitiating,
    [XmlEnum("bottom_initiating")] BottomInitiating,
    [XmlEnum("top_non_initiating")] TopNonInitiating,
    [XmlEnum("middle_non_initiating")] MiddleNonInitiating,
    [XmlEnum("bottom_non_initiating")] BottomNonInitiating,
}
