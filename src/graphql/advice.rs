//! Which channel comes next, and why.

use async_graphql::{ComplexObject, Context, Enum, SimpleObject};
use chrono::NaiveDate;

use super::{
    channel::{Channel, ChannelGuide, ChannelNeed, ChannelRefusal},
    law::Provision,
    viewer::{caller, hub},
    words::DeadlineKind,
};
use crate::{
    domain::{calendar::beijing_date, channel, deadline},
    service::channel::{in_force, words},
};

/// What to do now.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::Verdict")]
pub enum AdviceVerdict {
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

/// A reason for a step.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::Reason")]
pub enum StepReason {
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

/// Why a channel is not to be taken now.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::Bar")]
pub enum ChannelBar {
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

/// A fact that would make the advice surer.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::Fact")]
pub enum AdviceFact {
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

/// Why, in words, and on what ground.
#[derive(SimpleObject)]
pub struct AdviceReason {
    /// Which reason.
    reason: StepReason,
    /// In the caller's language.
    text: &'static str,
    /// The provisions it rests on; none where it is our own rule.
    provisions: Vec<Provision>,
}

/// A day by which something must have happened.
#[derive(SimpleObject)]
pub struct DueDay {
    /// What.
    kind: DeadlineKind,
    /// The last day, in Beijing.
    due_on: NaiveDate,
    /// The provision it rests on, or `promise` of the operator, or `own-rule`.
    basis: &'static str,
    /// Whether the holiday calendar of that year is not out yet.
    provisional: bool,
}

impl From<deadline::Deadline> for DueDay {
    fn from(found: deadline::Deadline) -> Self {
        Self {
            kind: found.kind.into(),
            due_on: found.due.date,
            basis: found.basis.code(),
            provisional: found.due.provisional,
        }
    }
}

/// A channel to go to.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct AdviceStep {
    /// Which.
    channel: Channel,
    /// The first day on which to go there.
    from: NaiveDate,
    /// Why, the weightiest first.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    reasons: Vec<AdviceReason>,
    /// What the refusal before it asks for.
    after_refusal: Option<ChannelRefusal>,
    /// By when it must have answered when it is taken on that day; null where nothing sets a day.
    deadline: Option<DueDay>,
    /// What it needs of so many people.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    needs: Vec<ChannelNeed>,
    #[graphql(skip)]
    rules: &'static channel::Rules,
}

#[ComplexObject]
impl AdviceStep {
    /// The channel's rules.
    async fn guide(&self, ctx: &Context<'_>) -> ChannelGuide {
        ChannelGuide::new(self.rules, caller(ctx).locale)
    }
}

impl AdviceStep {
    fn new(ctx: &Context<'_>, step: channel::Step) -> Self {
        let locale = caller(ctx).locale;
        let today = beijing_date(hub(ctx).now());
        let reasons = step.reasons.iter().map(|reason| AdviceReason {
            reason: (*reason).into(),
            text: words(locale, "because", reason.into()),
            provisions: cited(reason.provisions(), today),
        });
        Self {
            channel: step.channel.into(),
            from: step.from,
            reasons: reasons.collect(),
            after_refusal: step.retry.map(|retry| ChannelRefusal::new(retry, locale)),
            deadline: step.deadline.map(DueDay::from),
            needs: step.needs().map(|need| ChannelNeed::new(need, locale)).collect(),
            rules: channel::of(step.channel),
        }
    }
}

/// A filing that is waited for.
#[derive(SimpleObject)]
pub struct AdvicePending {
    /// With which channel.
    channel: Channel,
    /// Until when; null where nothing sets a day.
    deadline: Option<DueDay>,
}

/// A channel that is not to be taken now.
#[derive(SimpleObject)]
pub struct BlockedChannel {
    /// Which.
    channel: Channel,
    /// Why.
    bar: ChannelBar,
    /// Why, in the caller's language.
    text: &'static str,
    /// The channel that stands in its way.
    by: Option<Channel>,
    /// The provisions it rests on; none where it is our own rule.
    #[graphql(complexity = "1 + 2 * child_complexity")]
    provisions: Vec<Provision>,
}

/// A fact that is asked for.
#[derive(SimpleObject)]
pub struct AdviceQuestion {
    /// Which.
    fact: AdviceFact,
    /// The question, in the caller's language.
    text: &'static str,
}

/// What is advised: every channel is in it once, as the next one, beside it, or blocked. It is drafting help, not legal
/// advice.
#[derive(SimpleObject)]
pub struct Advice {
    /// What to do now.
    verdict: AdviceVerdict,
    /// What to do now, in the caller's language.
    text: &'static str,
    /// Where to go next.
    next: Option<AdviceStep>,
    /// Where to go as well, since it hinders nothing.
    #[graphql(complexity = "1 + 3 * child_complexity")]
    beside: Vec<AdviceStep>,
    /// What is waited for.
    pending: Option<AdvicePending>,
    /// Where not to go now.
    #[graphql(complexity = "1 + 8 * child_complexity")]
    blocked: Vec<BlockedChannel>,
    /// What would make this surer.
    asked: Vec<AdviceQuestion>,
    /// That it is no legal advice, in the caller's language.
    notice: &'static str,
}

impl Advice {
    pub(super) fn new(ctx: &Context<'_>, advice: channel::Advice) -> Self {
        let locale = caller(ctx).locale;
        let today = beijing_date(hub(ctx).now());
        let blocked = advice.blocked.iter().map(|blocked| BlockedChannel {
            channel: blocked.channel.into(),
            bar: blocked.bar.into(),
            text: words(locale, "bar", blocked.bar.into()),
            by: blocked.by.map(Into::into),
            provisions: cited(blocked.bar.provisions(), today),
        });
        let asked = advice
            .asked
            .iter()
            .map(|fact| AdviceQuestion { fact: (*fact).into(), text: words(locale, "asked", fact.into()) });
        Self {
            verdict: advice.verdict.into(),
            text: words(locale, "advice", advice.verdict.into()),
            blocked: blocked.collect(),
            asked: asked.collect(),
            next: advice.next.map(|step| AdviceStep::new(ctx, step)),
            beside: advice.beside.into_iter().map(|step| AdviceStep::new(ctx, step)).collect(),
            pending: advice.pending.map(|pending| AdvicePending {
                channel: pending.channel.into(),
                deadline: pending.deadline.map(DueDay::from),
            }),
            notice: words(locale, "notice", "legal"),
        }
    }
}

fn cited(ids: &[&'static str], on: NaiveDate) -> Vec<Provision> {
    in_force(ids.iter().copied(), on).into_iter().map(Provision::from).collect()
}
