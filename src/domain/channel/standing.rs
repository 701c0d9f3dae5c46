//! How a channel stands: what was tried there, and what that leaves.

use chrono::{Months, NaiveDate};
use entity::{Channel, ContactResult, DeadlineKind, FilingStatus};

use super::{Reason, Situation, Tried, of};
use crate::domain::{
    deadline::{self, Deadline},
    filing,
    ground::Ground,
};

/// How long a complaint is taken after the wrong became known (`crm-16` item 4); a suit has as long (`cc-188`).
const LIMITATION: Months = Months::new(36);

/// Days before the end of that time in which steps that decide nothing are left out.
const NEAR_DAYS: i64 = 90;

/// How a channel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Nothing was filed there.
    Untried,
    /// It has time left, or nothing sets it a time.
    Waiting(Option<Deadline>),
    /// A body that is bound to a time let it pass.
    Late(Deadline),
    /// It made an offer that nobody answered yet.
    Offered,
    /// It was settled there.
    Settled,
    /// The filing is open, but nothing more is to be waited for.
    Lapsed(Reason),
    /// The filing is over.
    Over(Option<Ground>),
}

/// How a channel stands on the day.
pub(super) fn stand(s: &Situation<'_>, channel: Channel) -> Stand {
    let Some(tried) = latest(s, channel) else { return Stand::Untried };
    match tried.status {
        FilingStatus::Agreed => Stand::Settled,
        FilingStatus::Offered => Stand::Offered,
        FilingStatus::ScreenedOut | FilingStatus::EndedNoDeal | FilingStatus::Withdrawn => {
            Stand::Over(tried.ground)
        }
        // What a regulator or court says on the way is no end; what others answer without an offer is.
        FilingStatus::Replied if !matches!(channel, Channel::RegulatorComplaint | Channel::Court) => {
            Stand::Lapsed(Reason::NotSettled)
        }
        FilingStatus::Prepared
        | FilingStatus::Submitted
        | FilingStatus::Accepted
        | FilingStatus::InProcess
        | FilingStatus::Replied => match due(s, tried) {
            None => Stand::Waiting(None),
            Some(deadline) if s.today <= deadline.due.date => Stand::Waiting(Some(deadline)),
            Some(deadline) => match deadline.kind {
                DeadlineKind::AcceptanceDecision | DeadlineKind::Docketing => Stand::Late(deadline),
                // The time for mediation being over ends it (crm-23 item 5).
                DeadlineKind::MediationEnd => Stand::Over(None),
                DeadlineKind::OperatorReply | DeadlineKind::ChannelReply => {
                    Stand::Lapsed(Reason::NotAnswered)
                }
            },
        },
    }
}

/// What was filed there last; of two on one day the open one.
fn latest<'a>(s: &Situation<'a>, channel: Channel) -> Option<&'a Tried> {
    let there = s.tried.iter().filter(|tried| tried.channel == channel);
    there.max_by_key(|tried| (tried.filed_on, !filing::is_over(tried.status)))
}

fn due(s: &Situation<'_>, tried: &Tried) -> Option<Deadline> {
    let begun = !matches!(tried.status, FilingStatus::Prepared | FilingStatus::Submitted);
    match tried.channel {
        Channel::RegulatorComplaint if begun => {
            deadline::mediation_end(tried.filed_on, tried.answered_on.unwrap_or(tried.filed_on), 0)
        }
        Channel::Court if begun => None,
        other => of(other).first_deadline(tried.filed_on, s.promise),
    }
}

/// How often a channel was tried.
pub(super) fn tries(s: &Situation<'_>, channel: Channel) -> usize {
    s.tried.iter().filter(|tried| tried.channel == channel).count()
}

/// Whether a body accepted or handled the dispute. One that refused it at the door did not.
pub(super) fn handled(s: &Situation<'_>, channel: Channel) -> bool {
    s.tried.iter().any(|tried| {
        tried.channel == channel
            && !matches!(
                tried.status,
                FilingStatus::Prepared
                    | FilingStatus::Submitted
                    | FilingStatus::ScreenedOut
                    | FilingStatus::Withdrawn
            )
    })
}

/// Whether a filing is open there.
pub(super) fn is_open(s: &Situation<'_>, channel: Channel) -> bool {
    matches!(stand(s, channel), Stand::Waiting(_) | Stand::Late(_) | Stand::Offered | Stand::Lapsed(_))
}

/// How the operator was asked by contacts alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Not at all.
    Not,
    /// It has time left to answer.
    Waiting(Deadline),
    /// It refused, or its time is over.
    Done(Reason),
}

/// How the operator was asked by contacts alone.
pub(super) fn asked(s: &Situation<'_>) -> Asked {
    let Some(first) = s.contacts.iter().map(|contact| contact.on).min() else { return Asked::Not };
    let no = |result| matches!(result, ContactResult::Refused | ContactResult::PartlySettled);
    if s.contacts.iter().any(|contact| no(contact.result)) {
        return Asked::Done(Reason::Refused);
    }
    let deadline = deadline::operator_reply(first, s.promise);
    if s.today <= deadline.due.date { Asked::Waiting(deadline) } else { Asked::Done(Reason::NotAnswered) }
}

/// Whether nobody at the operator can be reached.
pub(super) fn is_gone(s: &Situation<'_>) -> bool {
    let silent = || {
        !s.contacts.is_empty() && s.contacts.iter().all(|contact| contact.result == ContactResult::NoAnswer)
    };
    s.reachable == Some(false) || (s.category == Some("platform-shut-down") && silent())
}

/// How much of the time for a complaint is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limitation {
    /// Enough, or it is not known.
    Open,
    /// So little that steps which decide nothing are left out.
    Near,
    /// None.
    Over,
}

/// How much of the time for a complaint is left.
pub(super) fn limitation(s: &Situation<'_>) -> Limitation {
    let Some(last) = s.known_on.and_then(limit) else { return Limitation::Open };
    match last.signed_duration_since(s.today).num_days() {
        ..0 => Limitation::Over,
        0..=NEAR_DAYS => Limitation::Near,
        _ => Limitation::Open,
    }
}

/// The last day on which a complaint is in time for somebody who knew on a day.
pub(crate) fn limit(known_on: NaiveDate) -> Option<NaiveDate> {
    known_on.checked_add_months(LIMITATION)
}
