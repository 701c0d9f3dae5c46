//! What happens when: every step of every case, in the order of time.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entity::Choice;

use super::{
    lot::Lot,
    person::{ORGANISERS, PEOPLE},
    world::{Case, Until, World},
};
use crate::domain::calendar::start_of_beijing_day;

/// How long a ballot lasts.
const BALLOT_DAYS: i64 = 5;

/// A step of a case.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Open,
    Publish,
    /// A seat is taken, or the organiser adds their claim.
    Join(usize),
    /// A seat amends its claim.
    Amend(usize),
    Leave(usize),
    /// The clause of this place, or a provision about the problem itself behind the last, is proposed and adopted.
    Cite(usize),
    Compile,
    OpenBallot(DateTime<Utc>),
    Vote(usize, Choice),
    File,
    Answer(usize),
    Close,
    Reopen,
    Hide,
}

impl Step {
    /// Whether members are told of it.
    pub(super) fn is_news(self) -> bool {
        matches!(self, Self::OpenBallot(_) | Self::File | Self::Answer(_) | Self::Close | Self::Reopen)
    }
}

/// A step, when and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) at: DateTime<Utc>,
    pub(super) case: usize,
    pub(super) step: Step,
}

/// Everything that happens in the world.
pub(super) struct Plan {
    /// Until the last day, in order of time.
    pub(super) acts: Vec<Act>,
    /// Who sits in which case; the organiser first.
    pub(super) seats: Vec<Vec<usize>>,
    /// The filing that is never sent, as it is made when the world ends.
    pub(super) last: Vec<Act>,
}

/// Plans the world with at most so many members in a case beside its organiser, until `end`.
pub(super) fn plan(world: &World, most: usize, end: DateTime<Utc>) -> Plan {
    let mut plan = Plan { acts: Vec::new(), seats: Vec::new(), last: Vec::new() };
    let mut next = ORGANISERS;
    for (number, case) in world.case.iter().enumerate() {
        let runs =
            world.operator.iter().position(|operator| operator.key == case.operator).unwrap_or_default();
        let mut seats = vec![runs % ORGANISERS];
        for _ in 0..case.members.min(most) {
            seats.push(next);
            next = if next + 1 < PEOPLE { next + 1 } else { ORGANISERS };
        }
        let mut course = Course { case, number, end, acts: Vec::new(), lot: Lot::of(&case.label()) };
        course.run(seats.len());
        plan.seats.push(seats);
        if case.until == Until::Queued {
            plan.last.push(Act { at: end, case: number, step: Step::File });
        }
        plan.acts.extend(course.acts.into_iter().filter(|act| act.at < end));
    }
    // Stable, so that steps of one moment keep their order.
    plan.acts.sort_by_key(|act| act.at);
    plan
}

/// One case on its way.
struct Course<'a> {
    case: &'a Case,
    number: usize,
    end: DateTime<Utc>,
    acts: Vec<Act>,
    lot: Lot,
}

impl Course<'_> {
    fn at(&mut self, at: DateTime<Utc>, step: Step) {
        self.acts.push(Act { at, case: self.number, step });
    }

    /// So many days after the opening, at an hour and minute in Beijing.
    fn day(&self, days: i64, hour: i64, minute: i64) -> DateTime<Utc> {
        on(self.case.opened, days) + TimeDelta::minutes(hour * 60 + minute)
    }

    fn run(&mut self, seats: usize) {
        let case = self.case;
        let (hour, minute) = (self.lot.between(9, 17), self.lot.between(0, 59));
        self.at(self.day(0, hour, minute), Step::Open);
        if case.until == Until::Draft {
            return;
        }
        self.at(self.day(1, hour, minute), Step::Publish);
        // Who runs both of two cases that are merged claims in the one that goes on.
        if case.close.as_ref().is_none_or(|close| close.into.is_none()) {
            self.at(self.day(1, hour, minute) + TimeDelta::minutes(20), Step::Join(0));
        }
        for clause in 0..=case.clauses.len() {
            let days = 2 + i64::try_from(clause).unwrap_or_default();
            let minute = self.lot.between(0, 59);
            self.at(self.day(days, 19, minute), Step::Cite(clause));
        }
        let late = self.gather(seats);
        if let Some(hide) = &case.hide {
            self.at(self.day(hide.day, 15, 20), Step::Hide);
        }
        if let Some(close) = &case.close {
            self.at(self.day(close.day, 11, 5), Step::Close);
        }
        if let Some(reopen) = case.reopen {
            self.at(self.day(reopen, 10, 40), Step::Reopen);
        }
        if case.until == Until::Gathering {
            return;
        }
        self.ballot(case.gather, seats, &late, |number| match (case.until, number % 10) {
            (Until::Rejected, number) => {
                (number != 8).then_some(if number % 4 == 0 { Choice::Yes } else { Choice::No })
            }
            (_, 0..=6) => Some(Choice::Yes),
            (_, 7) => Some(Choice::No),
            (_, 8) => Some(Choice::Abstain),
            _ => None,
        });
        if case.until == Until::Filed {
            let day = case.gather + BALLOT_DAYS + 1;
            let minute = self.lot.between(0, 59);
            self.at(self.day(day, 10, minute), Step::File);
            for (number, answer) in case.answer.iter().enumerate() {
                let minute = self.lot.between(0, 59);
                self.at(self.day(day + answer.day, 16, minute), Step::Answer(number));
            }
        }
        // Without latecomers a second version would say what the first one said.
        if let Some(day) = case.supplement.filter(|_| !late.is_empty()) {
            self.ballot(day, seats, &[], |number| (number % 3 == 0).then_some(Choice::Yes));
        }
    }

    /// People join, more of them in the first days; one in six comes after the version was compiled.
    /// Gives the seats of those.
    fn gather(&mut self, seats: usize) -> Vec<usize> {
        let case = self.case;
        let compiled = self.day(case.gather, 19, 0);
        let first = self.day(1, 20, 0);
        let (from, to) = match (case.reopen, case.close.as_ref()) {
            (Some(reopen), _) => (self.day(reopen + 1, 9, 0), self.day(reopen + 60, 9, 0)),
            (None, Some(close)) => (compiled + TimeDelta::days(1), self.day(close.day - 1, 9, 0)),
            (None, None) => (compiled + TimeDelta::days(1), self.day(case.gather + 30, 9, 0)),
        };
        let to = to.min(self.end - TimeDelta::hours(1));
        let mut late = Vec::new();
        for seat in 1..seats {
            let comes_late = case.until > Until::Gathering && seat % 6 == 5 && from < to;
            let at = if comes_late {
                late.push(seat);
                self.moment(from, to)
            } else {
                let ends =
                    case.close.as_ref().map(|close| close.day).or(case.hide.as_ref().map(|hide| hide.day));
                let last = ends.map_or(compiled, |day| compiled.min(self.day(day, 9, 0)));
                let early = self.moment(first, last);
                self.moment(first, early)
            };
            self.at(at, Step::Join(seat));
            match seat % 16 {
                7 => self.at(at + TimeDelta::minutes(95), Step::Amend(seat)),
                6 if self.number.is_multiple_of(2) => {
                    self.at(at + TimeDelta::minutes(240), Step::Leave(seat))
                }
                _ => {}
            }
        }
        late
    }

    fn moment(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
        from + TimeDelta::minutes(self.lot.between(0, (to - from).num_minutes().max(1)))
    }

    /// A version is compiled and voted on.
    fn ballot(&mut self, day: i64, seats: usize, late: &[usize], says: impl Fn(usize) -> Option<Choice>) {
        let (opened, closes) = (self.day(day, 20, 45), self.day(day + BALLOT_DAYS, 20, 0));
        self.at(self.day(day, 20, 30), Step::Compile);
        self.at(opened, Step::OpenBallot(closes));
        for seat in (0..seats).filter(|seat| !late.contains(seat)) {
            let at = self.moment(opened, closes - TimeDelta::minutes(5));
            if let Some(choice) = says(seat) {
                self.at(at, Step::Vote(seat, choice));
            }
        }
    }
}

/// The beginning, in Beijing, of the day so many days after another.
fn on(day: NaiveDate, days: i64) -> DateTime<Utc> {
    start_of_beijing_day(day + Days::new(days.unsigned_abs()))
}
