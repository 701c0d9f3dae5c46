//! The closed vocabularies of channels and filings.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Where a filing goes.
    Channel {
        /// The operator's own complaint mailbox.
        OperatorDesk "operator_desk",
        /// A public site that passes complaints on to operators.
        MediationSite "mediation_site",
        /// A complaint to the market regulator: the complainant's own dispute, for mediation.
        RegulatorComplaint "regulator_complaint",
        /// A report to the market regulator: a lead about a breach, for its inquiry.
        RegulatorReport "regulator_report",
        /// A consumer association.
        ConsumerAssociation "consumer_association",
        /// Whoever carried the payment.
        PaymentProvider "payment_provider",
        /// The cyberspace administration.
        CyberspaceAdministration "cyberspace_administration",
        /// A court.
        Court "court",
    }
    /// How far a filing's delivery has come.
    Delivery {
        /// Waits to be sent.
        Queued "queued",
        /// Being sent.
        Sending "sending",
        /// Taken by the receiving server.
        Sent "sent",
        /// Came back.
        Bounced "bounced",
        /// Given up.
        Failed "failed",
    }
    /// What the channel did with a filing.
    FilingStatus {
        /// Drawn up.
        Prepared "prepared",
        /// Handed in.
        Submitted "submitted",
        /// Refused at the door, with a ground.
        ScreenedOut "screened_out",
        /// Taken up.
        Accepted "accepted",
        /// Being worked on.
        InProcess "in_process",
        /// Answered.
        Replied "replied",
        /// Answered with an offer.
        Offered "offered",
        /// Settled.
        Agreed "agreed",
        /// Ended without a settlement, with a ground.
        EndedNoDeal "ended_no_deal",
        /// Taken back.
        Withdrawn "withdrawn",
    }
    /// What must happen by a deadline.
    DeadlineKind {
        /// The operator answers.
        OperatorReply "operator_reply",
        /// The regulator decides whether it takes the complaint up.
        AcceptanceDecision "acceptance_decision",
        /// Mediation is over.
        MediationEnd "mediation_end",
        /// A channel that no statute binds to a time answers.
        ChannelReply "channel_reply",
        /// The court takes the suit up, or rules that it does not.
        Docketing "docketing",
    }
}
