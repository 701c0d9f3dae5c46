//! What is known of somebody's trouble, and what is advised on it.

use chrono::NaiveDate;
use entity::{Channel, ContactResult, FilingStatus};
use strum::IntoStaticStr;

use super::{Need, Retry, of};
use crate::domain::{
    deadline::{Deadline, Promise},
    ground::Ground,
};

/// An attempt to settle with the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The day, in Beijing.
    pub on: NaiveDate,
    /// What came of it.
    pub result: ContactResult,
}

/// A channel that was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Which.
    pub channel: Channel,
    /// The day it was filed, in Beijing.
    pub filed_on: NaiveDate,
    /// How it stands.
    pub status: FilingStatus,
    /// The day of the last answer, in Beijing.
    pub answered_on: Option<NaiveDate>,
    /// Why it was refused, where that is one of the regulator's grounds.
    pub ground: Option<Ground>,
}

/// What is known of somebody's trouble; much of it may be unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Situation<'a> {
    /// The day the advice is for, in Beijing.
    pub today: NaiveDate,
    /// Id of the kind of problem.
    pub category: Option<&'a str>,
    /// What is asked for by all of them together, in fen.
    pub amount_fen: Option<i64>,
    /// How many people complain together; nobody is one.
    pub people: u32,
    /// Whether it was bought for own use.
    pub own_use: Option<bool>,
    /// The day on which they knew of the wrong.
    pub known_on: Option<NaiveDate>,
    /// The time in which the operator says it answers.
    pub promise: Option<Promise>,
    /// Whether the operator can be reached at all.
    pub reachable: Option<bool>,
    /// Attempts to settle, in any order.
    pub contacts: &'a [Contact],
    /// Channels that were tried, in any order.
    pub tried: &'a [Tried],
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Verdict {
    /// Take the next step.
    Go,
    /// Wait for what is pending; the next step comes after it.
    Wait,
    /// Ask the body that is late.
    Remind,
    /// Answer the offer first.
    AnswerOffer,
    /// It was settled.
    Settled,
    /// Nothing is left.
    Exhausted,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 6] =
        [Self::Go, Self::Wait, Self::Remind, Self::AnswerOffer, Self::Settled, Self::Exhausted];
}

/// A reason for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// The operator was not asked yet.
    AskFirst,
    /// It was asked by each alone, and not by all together.
    AskTogether,
    /// The operator refused.
    Refused,
    /// The channel before let its time pass.
    NotAnswered,
    /// The channel before ended, or answered, without a settlement.
    NotSettled,
    /// Nobody at the operator can be reached.
    OperatorGone,
    /// A voluntary step that spoils no later one.
    SpoilsNothing,
    /// The regulator must decide on a complaint and can mediate.
    RegulatorMediates,
    /// Two or more may complain jointly.
    Joint,
    /// The regulator may say that it is not its business.
    MaybeNotTheirs,
    /// The time for a complaint or a suit ends soon.
    LimitationNear,
    /// Three years are over; whether a suit is still in time depends on interruptions.
    LimitationOver,
    /// A refusal on a ground that another try can cure, or that leads here.
    AfterRefusal,
    /// An association mediates too.
    AssociationMediates,
    /// A court is what is left.
    LastResort,
    /// Ten people may have representatives sue for them.
    Representative,
    /// The small-claims procedure is likely.
    SmallClaim,
    /// An unauthorised payment must be reported at once.
    NotifyPayment,
    /// A payment that went wrong must be put right by who carried it.
    PaymentError,
    /// A report goes beside the complaint.
    ReportApart,
    /// A lead about personal data.
    DataLead,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 21] = [
        Self::AskFirst,
        Self::AskTogether,
        Self::Refused,
        Self::NotAnswered,
        Self::NotSettled,
        Self::OperatorGone,
        Self::SpoilsNothing,
        Self::RegulatorMediates,
        Self::Joint,
        Self::MaybeNotTheirs,
        Self::LimitationNear,
        Self::LimitationOver,
        Self::AfterRefusal,
        Self::AssociationMediates,
        Self::LastResort,
        Self::Representative,
        Self::SmallClaim,
        Self::NotifyPayment,
        Self::PaymentError,
        Self::ReportApart,
        Self::DataLead,
    ];

    /// What it rests on; nothing where it is our own rule.
    #[must_use]
    pub const fn provisions(self) -> &'static [&'static str] {
        match self {
            Self::AskFirst => &["cpl-39", "ecl-60"],
            Self::AskTogether | Self::Refused | Self::NotAnswered | Self::NotSettled | Self::OperatorGone => {
                &[]
            }
            Self::SpoilsNothing => &["crm-16"],
            Self::RegulatorMediates => &["crm-15", "crm-18", "cplr-46"],
            Self::Joint => &["crm-12"],
            Self::MaybeNotTheirs => &["crm-2", "crm-16"],
            Self::LimitationNear => &["crm-16", "cc-188"],
            Self::LimitationOver => &["cc-188", "cc-195"],
            // The rule of the refusal names its own.
            Self::AfterRefusal => &[],
            Self::AssociationMediates => &["cpl-37", "cpl-39"],
            Self::LastResort => &["cpl-39", "cpc-122", "cpc-126"],
            Self::Representative => &["cpc-56", "cpc-57", "cpci-75", "cpci-78"],
            Self::SmallClaim => &["cpc-165"],
            Self::NotifyPayment => &["ecl-57"],
            Self::PaymentError => &["ecl-55"],
            Self::ReportApart => &["crm-9", "cplr-26"],
            Self::DataLead => &["pipl-50"],
        }
    }
}

/// Why a channel is not to be taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Bar {
    /// A step that comes earlier is not done.
    Later,
    /// The way has gone past it.
    Passed,
    /// A filing is open there.
    Open,
    /// It was tried and is over.
    Spent,
    /// Another body accepted or handled the same dispute.
    AlreadyHandled,
    /// Another body has the same dispute and may accept it any day.
    Collides,
    /// Going there would end a mediation that is under way.
    WouldEnd,
    /// The same report is not dealt with twice.
    Repeated,
    /// It was not bought for daily consumption.
    NotConsumer,
    /// Its time is over.
    TooLate,
    /// There is no time left for a step that decides nothing.
    NoTime,
    /// Nobody can be reached there.
    Unreachable,
    /// It is for other problems.
    NotForThis,
    /// It depends on the kind of problem, which is not known.
    NeedsCategory,
    /// What the refusal said leads elsewhere.
    Elsewhere,
}

impl Bar {
    /// Every bar.
    pub const ALL: [Self; 15] = [
        Self::Later,
        Self::Passed,
        Self::Open,
        Self::Spent,
        Self::AlreadyHandled,
        Self::Collides,
        Self::WouldEnd,
        Self::Repeated,
        Self::NotConsumer,
        Self::TooLate,
        Self::NoTime,
        Self::Unreachable,
        Self::NotForThis,
        Self::NeedsCategory,
        Self::Elsewhere,
    ];

    /// What it rests on; nothing where it is our own rule.
    #[must_use]
    pub const fn provisions(self) -> &'static [&'static str] {
        match self {
            Self::AlreadyHandled | Self::Collides | Self::TooLate => &["crm-16"],
            Self::WouldEnd => &["crm-23", "crm-16"],
            Self::Repeated => &["crm-35"],
            Self::NotConsumer => &["crm-16", "cpl-2"],
            _ => &[],
        }
    }
}

/// A fact that would make the advice surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Fact {
    /// The kind of problem.
    Category,
    /// Whether and when the operator was asked.
    Contacts,
    /// When they knew of the wrong.
    KnownOn,
    /// Whether it was for own use.
    OwnUse,
    /// How much it is about.
    Amount,
}

impl Fact {
    /// Every fact that is asked for.
    pub const ALL: [Self; 5] = [Self::Category, Self::Contacts, Self::KnownOn, Self::OwnUse, Self::Amount];
}

/// A channel to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub channel: Channel,
    /// The first day on which to go there.
    pub from: NaiveDate,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
    /// What the refusal before it asks for.
    pub retry: Option<&'static Retry>,
    /// By when it must have answered when it is taken on that day.
    pub deadline: Option<Deadline>,
    /// How many people it is for.
    pub people: u32,
}

impl Step {
    /// What the channel needs of them.
    pub fn needs(&self) -> impl Iterator<Item = &'static Need> {
        of(self.channel).needs_of(self.people)
    }
}

/// A filing that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// With which channel.
    pub channel: Channel,
    /// Until when, where anything says so.
    pub deadline: Option<Deadline>,
}

/// A channel that is not to be taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Which.
    pub channel: Channel,
    /// Why.
    pub bar: Bar,
    /// The channel that stands in its way.
    pub by: Option<Channel>,
}

/// What is advised: every channel is in it once, as the next one, beside it, or blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What to do now.
    pub verdict: Verdict,
    /// Where to go next.
    pub next: Option<Step>,
    /// Where to go as well, since it hinders nothing.
    pub beside: Vec<Step>,
    /// What is waited for.
    pub pending: Option<Pending>,
    /// Where not to go now.
    pub blocked: Vec<Blocked>,
    /// What would make this surer.
    pub asked: Vec<Fact>,
}
