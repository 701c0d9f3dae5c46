//! By when somebody must have answered a filing, and on what ground.
//!
//! Which statute sets a period depends on the day of the filing. From 15 April 2026 the Measures
//! of Order 121 apply (`crm-15`, `crm-23`, `crm-45`). A filing before that day went by Order 20,
//! whose articles the catalogue does not carry; the periods then are those of the State Council's
//! Regulation, which stands above it (`cplr-46`, from 1 July 2024), and before the Regulation
//! those of the Law itself (`cpl-46`). Where nothing in the catalogue sets a period, there is no
//! deadline rather than a guess.
//!
//! A court has seven days to take a suit up or to rule that it does not (`cpc-126`), counted as the Civil Procedure
//! Law counts (`cpc-85`). No provision in the catalogue binds a consumer association, a payment provider or a public
//! complaint site to a number of days, so theirs is a period of our own ([`channel_reply`]). A report to the regulator goes
//! by provisions on penalties that the catalogue does not carry (`crm-35`): it has no deadline.
//!
//! Being late is computed from these rules and the day it is, and never stored.

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::DeadlineKind;

use super::calendar::{Calendar, Due, PeriodEnd, beijing_date};

/// Working days a platform's desk is given where it has promised no time of its own.
pub const REPLY_WORKING_DAYS: u16 = 7;

/// Days before the due date from which a deadline counts as near.
pub const DUE_SOON_DAYS: u64 = 2;

/// First day of Order 121, the Measures in force.
pub const MEASURES_FROM: NaiveDate = date(2026, 4, 15);

/// First day of the Regulation on the Implementation of the Consumer Rights Protection Law.
pub const REGULATION_FROM: NaiveDate = date(2024, 7, 1);

/// First day of the Consumer Rights Protection Law in its second amendment.
pub const LAW_FROM: NaiveDate = date(2014, 3, 15);

/// First day of the Civil Procedure Law in its fifth amendment, the edition the catalogue carries.
pub const CIVIL_PROCEDURE_FROM: NaiveDate = date(2024, 1, 1);

/// What sets a period, and from which day: the newest first.
type Editions<const N: usize> = [(NaiveDate, &'static str); N];

const ACCEPTANCE: Editions<3> =
    [(MEASURES_FROM, "crm-15"), (REGULATION_FROM, "cplr-46"), (LAW_FROM, "cpl-46")];
const MEDIATION: Editions<2> = [(MEASURES_FROM, "crm-23"), (REGULATION_FROM, "cplr-46")];
const DOCKETING: Editions<1> = [(CIVIL_PROCEDURE_FROM, "cpc-126")];
/// How the periods are counted.
const COUNTING: Editions<3> =
    [(MEASURES_FROM, "crm-45"), (MEASURES_FROM, "crm-22"), (CIVIL_PROCEDURE_FROM, "cpc-85")];

/// What sets a period on a day.
fn on<const N: usize>(editions: &Editions<N>, day: NaiveDate) -> Option<&'static str> {
    editions.iter().find(|(from, _)| *from <= day).map(|(_, id)| *id)
}

/// Every provision that a deadline rests on, with the day from which it is relied on.
pub fn bases() -> impl Iterator<Item = (&'static str, NaiveDate)> {
    let all = ACCEPTANCE.into_iter().chain(MEDIATION).chain(DOCKETING).chain(COUNTING);
    all.map(|(from, id)| (id, from))
}

const ACCEPTANCE_WORKING_DAYS: u16 = 7;
const MEDIATION_DAYS: u16 = 60;
const DOCKETING_DAYS: u16 = 7;

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the dates above exist")
}

/// Why a deadline is when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// A provision of the catalogue sets the period.
    Provision(&'static str),
    /// The operator promised it.
    Promise,
    /// Neither: a period of our own, which binds nobody and only says when to go on.
    OwnRule,
}

impl Basis {
    /// The provision's id, or `promise`, or `own-rule`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Provision(id) => id,
            Self::Promise => "promise",
            Self::OwnRule => "own-rule",
        }
    }
}

/// A time within which an operator says it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Promise {
    /// Natural days.
    Days(u16),
    /// Working days.
    WorkingDays(u16),
}

/// One due date with its ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deadline {
    /// What is due.
    pub kind: DeadlineKind,
    /// The last day on which it is still in time.
    pub due: Due,
    /// What sets the day.
    pub basis: Basis,
}

/// How near a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineState {
    /// There is time.
    Pending,
    /// It is due within [`DUE_SOON_DAYS`] days, today included.
    DueSoon,
    /// The last day is over in Beijing.
    Overdue,
}

/// When an operator that got a complaint on `received` should have answered.
#[must_use]
pub fn operator_reply(received: NaiveDate, promise: Option<Promise>) -> Deadline {
    let calendar = Calendar::prc();
    let (due, basis) = match promise {
        Some(Promise::Days(n)) => (calendar.add_days(received, n, PeriodEnd::AsCounted), Basis::Promise),
        Some(Promise::WorkingDays(n)) => (calendar.add_working_days(received, n), Basis::Promise),
        None => (calendar.add_working_days(received, REPLY_WORKING_DAYS), Basis::OwnRule),
    };
    Deadline { kind: DeadlineKind::OperatorReply, due, basis }
}

/// When the market regulator must have decided on a complaint it got on `received`: within seven
/// working days (`crm-15`; earlier `cplr-46`, `cpl-46`). `None` for a complaint before all three.
#[must_use]
pub fn acceptance_decision(received: NaiveDate) -> Option<Deadline> {
    let basis = Basis::Provision(on(&ACCEPTANCE, received)?);
    let due = Calendar::prc().add_working_days(received, ACCEPTANCE_WORKING_DAYS);
    Some(Deadline { kind: DeadlineKind::AcceptanceDecision, due, basis })
}

/// When mediation of a complaint filed on `filed` and accepted on `accepted` ends: sixty days
/// after acceptance (`crm-23`; earlier `cplr-46`).
///
/// `testing_days` is how long goods or services were with a testing body; that time is not
/// counted (`crm-22`, `cplr-46`). Under the Measures a last day on a public holiday moves to the
/// first day after it (`crm-45`). `None` where no provision of the catalogue sets a period.
#[must_use]
pub fn mediation_end(filed: NaiveDate, accepted: NaiveDate, testing_days: u16) -> Option<Deadline> {
    let basis = Basis::Provision(on(&MEDIATION, filed)?);
    let end = if filed >= MEASURES_FROM { PeriodEnd::AfterHoliday } else { PeriodEnd::AsCounted };
    let days = MEDIATION_DAYS.saturating_add(testing_days);
    let due = Calendar::prc().add_days(accepted, days, end);
    Some(Deadline { kind: DeadlineKind::MediationEnd, due, basis })
}

/// When a court that got a suit on `filed` must have taken it up or ruled that it does not: within seven days
/// (`cpc-126`). `None` before the edition that the catalogue carries.
#[must_use]
pub fn docketing(filed: NaiveDate) -> Option<Deadline> {
    let basis = Basis::Provision(on(&DOCKETING, filed)?);
    let due = Calendar::prc().add_days(filed, DOCKETING_DAYS, PeriodEnd::NextWorkingDay);
    Some(Deadline { kind: DeadlineKind::Docketing, due, basis })
}

/// How long a channel that no statute binds to a time is waited for.
#[must_use]
pub fn channel_reply(filed: NaiveDate, working_days: u16) -> Deadline {
    let due = Calendar::prc().add_working_days(filed, working_days);
    Deadline { kind: DeadlineKind::ChannelReply, due, basis: Basis::OwnRule }
}

/// How near a due date is at an instant; days are Beijing days, and the due date still counts.
#[must_use]
pub fn state(due: NaiveDate, now: DateTime<Utc>) -> DeadlineState {
    let today = beijing_date(now);
    let near = today.checked_add_days(Days::new(DUE_SOON_DAYS)).unwrap_or(NaiveDate::MAX);
    if today > due {
        DeadlineState::Overdue
    } else if near >= due {
        DeadlineState::DueSoon
    } else {
        DeadlineState::Pending
    }
}

#[cfg(test)]
mod tests;
