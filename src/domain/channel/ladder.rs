//! Which channel comes next: the ladder, climbed from what was tried.

use chrono::{Days, NaiveDate};
use entity::{Channel, DeadlineKind};

use super::{
    Advice, Bar, Blocked, Body, Fact, MANY, Pending, Reason, Retry, Rules, Situation, Step, Verdict, all, of,
    standing::{Asked, Limitation, Stand, asked, handled, is_gone, is_open, limitation, stand, tries},
};
use crate::domain::deadline::MEASURES_FROM;

/// How often one channel is tried in all, when a refusal can be cured.
const TRIES: usize = 3;

/// The most for each person, in fen, for which the small-claims procedure is likely: ten thousand yuan. The statute goes by
/// the average wages of the province (`cpc-165`), which are no data of ours, so the bound is set well below them.
const SMALL_FEN: i64 = 1_000_000;

/// The problem that its payment provider must hear of first.
const UNAUTHORISED: &str = "unauthorised-payment";

/// Which channel comes next, why, and what stands in the way of the others.
#[must_use]
pub fn next(s: &Situation<'_>) -> Advice {
    let ends = |wanted: fn(Stand) -> bool| {
        all().iter().map(|rules| rules.channel).find(|channel| wanted(stand(s, *channel)))
    };
    if let Some(by) = ends(|stand| stand == Stand::Settled) {
        return closed(Verdict::Settled, Bar::Passed, by);
    }
    if let Some(by) = ends(|stand| stand == Stand::Offered) {
        let pending = Some(Pending { channel: by, deadline: None });
        return Advice { pending, ..closed(Verdict::AnswerOffer, Bar::Later, by) };
    }
    let mut climb = Climb::new(s);
    climb.pay_first();
    for (place, rules) in ladder().enumerate() {
        climb.tread(place, rules);
    }
    climb.look_beside();
    climb.finish()
}

/// The rungs, from the lowest.
fn ladder() -> impl DoubleEndedIterator<Item = &'static Rules> {
    all().iter().filter(|rules| rules.rung.is_some())
}

fn closed(verdict: Verdict, bar: Bar, by: Channel) -> Advice {
    let blocked = all().iter().map(|rules| {
        let bar = if rules.channel == by && bar == Bar::Later { Bar::Open } else { bar };
        Blocked { channel: rules.channel, bar, by: Some(by) }
    });
    let blocked = blocked.collect();
    Advice { verdict, next: None, beside: vec![], pending: None, blocked, asked: vec![] }
}

/// On the way up.
struct Climb<'a> {
    s: &'a Situation<'a>,
    people: u32,
    limitation: Limitation,
    /// The highest rung that was tried.
    highest: usize,
    /// How the last rung that was tried, or skipped, came out.
    prior: Option<Reason>,
    /// Where a refusal leads.
    lead: Option<&'static Retry>,
    free: Option<Step>,
    beside: Vec<Step>,
    pending: Option<Pending>,
    is_late: bool,
    blocked: Vec<Blocked>,
}

impl<'a> Climb<'a> {
    fn new(s: &'a Situation<'a>) -> Self {
        let tried = |rules: &Rules| tries(s, rules.channel) > 0;
        let highest = ladder().enumerate().filter(|(_, rules)| tried(rules)).last();
        Self {
            s,
            people: s.people.max(1),
            limitation: limitation(s),
            highest: highest.map_or(0, |(place, _)| place),
            prior: None,
            lead: None,
            free: None,
            beside: vec![],
            pending: None,
            is_late: false,
            blocked: vec![],
        }
    }

    fn block(&mut self, channel: Channel, bar: Bar, by: Option<Channel>) {
        self.blocked.push(Blocked { channel, bar, by });
    }

    fn wait(&mut self, channel: Channel, deadline: Option<super::Deadline>) {
        self.pending = Some(Pending { channel, deadline });
    }

    /// Offers a channel as the next one, unless there is one already.
    fn offer(&mut self, channel: Channel, reasons: Vec<Reason>, retry: Option<&'static Retry>) {
        match self.free {
            Some(_) => self.block(channel, Bar::Later, None),
            None => self.free = Some(self.step(channel, reasons, retry)),
        }
    }

    fn step(&self, channel: Channel, mut reasons: Vec<Reason>, retry: Option<&'static Retry>) -> Step {
        let mut seen = vec![];
        reasons.retain(|reason| {
            !seen.contains(reason) && {
                seen.push(*reason);
                true
            }
        });
        let from = self.s.today;
        let deadline = of(channel).first_deadline(from, self.s.promise);
        Step { channel, from, reasons, retry, deadline, people: self.people }
    }

    /// A payment that nobody allowed is reported to who carried it before anything else.
    fn pay_first(&mut self) {
        let channel = Channel::PaymentProvider;
        if self.s.category != Some(UNAUTHORISED) {
            return;
        }
        match stand(self.s, channel) {
            Stand::Untried => self.offer(channel, vec![Reason::NotifyPayment], None),
            Stand::Waiting(deadline) => self.wait(channel, deadline),
            _ => {}
        }
    }

    fn tread(&mut self, place: usize, rules: &'static Rules) {
        let channel = rules.channel;
        match stand(self.s, channel) {
            Stand::Waiting(deadline) => {
                // A soft step is not waited for when time runs out.
                if self.limitation != Limitation::Near || is_binding(rules) {
                    self.wait(channel, deadline);
                }
                self.block(channel, Bar::Open, None);
            }
            Stand::Late(deadline) => {
                self.wait(channel, Some(deadline));
                self.is_late = true;
                self.block(channel, Bar::Open, None);
            }
            Stand::Lapsed(reason) => {
                self.prior = Some(reason);
                self.block(channel, Bar::Open, None);
            }
            Stand::Over(ground) => {
                let retry = ground.and_then(|ground| rules.after(ground));
                self.prior = Some(if retry.is_some() { Reason::AfterRefusal } else { Reason::NotSettled });
                let again = retry.filter(|retry| retry.then == channel && tries(self.s, channel) < TRIES);
                match (again, self.bar(rules)) {
                    (Some(retry), None) => self.offer(channel, self.reasons(channel), Some(retry)),
                    (Some(_), Some((bar, by))) => self.block(channel, bar, by),
                    (None, _) => {
                        self.lead = retry.filter(|retry| retry.then != channel);
                        self.block(channel, Bar::Spent, None);
                    }
                }
            }
            // A complaint to the regulator is left out only for a reason of its own: who went to an association first,
            // and was not taken, has still to make it.
            Stand::Untried if place < self.highest && channel != Channel::RegulatorComplaint => {
                self.block(channel, Bar::Passed, None);
            }
            Stand::Untried => self.untried(channel, rules),
            // Both were looked for before the climb began.
            Stand::Settled | Stand::Offered => {}
        }
    }

    fn untried(&mut self, channel: Channel, rules: &'static Rules) {
        if let Some((bar, by)) = self.bar(rules) {
            match bar {
                Bar::Unreachable => self.prior = Some(Reason::OperatorGone),
                Bar::NoTime => self.prior = Some(Reason::LimitationNear),
                _ => {}
            }
            return self.block(channel, bar, by);
        }
        // What several people put to the operator together is another thing than what each of them asked.
        if channel == Channel::OperatorDesk && self.people == 1 {
            match asked(self.s) {
                Asked::Not => {}
                Asked::Waiting(deadline) => {
                    self.wait(channel, Some(deadline));
                    return self.block(channel, Bar::Open, None);
                }
                Asked::Done(reason) => {
                    self.prior = Some(reason);
                    return self.block(channel, Bar::Passed, None);
                }
            }
        }
        let led = self.lead.filter(|retry| retry.then == channel);
        self.offer(channel, self.reasons(channel), led);
    }

    /// What stands in the way of a channel whatever was tried there.
    fn bar(&self, rules: &Rules) -> Option<(Bar, Option<Channel>)> {
        let s = self.s;
        let channel = rules.channel;
        let soft = !is_binding(rules);
        if matches!(channel, Channel::OperatorDesk | Channel::MediationSite) && is_gone(s) {
            return Some((Bar::Unreachable, None));
        }
        // Before the Measures the grounds were those of Order 20, which the catalogue does not carry.
        if s.today >= MEASURES_FROM {
            let others = || rules.refused_after.iter().copied().filter(|other| *other != channel);
            if let Some(by) = others().find(|other| handled(s, *other)) {
                return Some((Bar::AlreadyHandled, Some(by)));
            }
            if let Some(by) = others().find(|other| is_open(s, *other)) {
                return Some((Bar::Collides, Some(by)));
            }
            // The regulator does not take up twice what it handled itself.
            if rules.refused_after.contains(&channel) && handled(s, channel) {
                return Some((Bar::AlreadyHandled, Some(channel)));
            }
            if channel == Channel::RegulatorComplaint && self.limitation == Limitation::Over {
                return Some((Bar::TooLate, None));
            }
        }
        let for_consumers = matches!(channel, Channel::RegulatorComplaint | Channel::ConsumerAssociation);
        if for_consumers && s.own_use == Some(false) {
            return Some((Bar::NotConsumer, None));
        }
        if soft && self.limitation == Limitation::Near {
            return Some((Bar::NoTime, None));
        }
        let leads_past = |retry: &&Retry| {
            let place = |channel| ladder().position(|rules| rules.channel == channel);
            place(retry.then) > place(channel)
        };
        if self.lead.filter(leads_past).is_some() {
            return Some((Bar::Elsewhere, None));
        }
        None
    }

    fn reasons(&self, channel: Channel) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self.prior.into_iter().collect();
        let near = (self.limitation == Limitation::Near).then_some(Reason::LimitationNear);
        match channel {
            Channel::OperatorDesk if self.s.contacts.is_empty() => reasons.push(Reason::AskFirst),
            Channel::OperatorDesk => reasons.push(Reason::AskTogether),
            Channel::MediationSite => reasons.push(Reason::SpoilsNothing),
            Channel::RegulatorComplaint => {
                reasons.push(Reason::RegulatorMediates);
                reasons.extend(near);
                reasons.extend((self.people >= 2).then_some(Reason::Joint));
                let is_doubtful = |id| of(channel).doubtful.iter().any(|known| known == id);
                reasons.extend(self.s.category.is_some_and(is_doubtful).then_some(Reason::MaybeNotTheirs));
            }
            Channel::ConsumerAssociation => reasons.push(Reason::AssociationMediates),
            Channel::Court => {
                reasons.push(Reason::LastResort);
                reasons.extend(near);
                let is_over = self.limitation == Limitation::Over;
                reasons.extend(is_over.then_some(Reason::LimitationOver));
                reasons.extend((self.people >= MANY).then_some(Reason::Representative));
                let small = |fen: i64| fen / i64::from(self.people) <= SMALL_FEN;
                reasons.extend(self.s.amount_fen.is_some_and(small).then_some(Reason::SmallClaim));
            }
            Channel::PaymentProvider => reasons = vec![Reason::PaymentError],
            Channel::RegulatorReport => reasons = vec![Reason::ReportApart],
            Channel::CyberspaceAdministration => reasons = vec![Reason::DataLead],
        }
        reasons
    }

    /// What stands beside the ladder goes on at the same time, for the problems it is for.
    fn look_beside(&mut self) {
        for rules in all().iter().filter(|rules| rules.rung.is_none()) {
            let channel = rules.channel;
            if self.free.as_ref().is_some_and(|step| step.channel == channel) {
                continue;
            }
            let repeated = channel == Channel::RegulatorReport;
            match (stand(self.s, channel), self.s.category) {
                (Stand::Over(_) | Stand::Lapsed(_), _) if repeated => {
                    self.block(channel, Bar::Repeated, Some(channel));
                }
                (Stand::Over(_), _) => self.block(channel, Bar::Spent, None),
                (Stand::Untried, None) => self.block(channel, Bar::NeedsCategory, None),
                (Stand::Untried, Some(id)) if rules.is_for(id) => {
                    let step = self.step(channel, self.reasons(channel), None);
                    self.beside.push(step);
                }
                (Stand::Untried, Some(_)) => self.block(channel, Bar::NotForThis, None),
                _ => self.block(channel, Bar::Open, None),
            }
        }
    }

    fn finish(mut self) -> Advice {
        // Until it decides there is no telling what comes after it.
        let undecided = self.pending.is_some_and(|pending| {
            pending.deadline.is_none_or(|deadline| {
                matches!(deadline.kind, DeadlineKind::AcceptanceDecision | DeadlineKind::Docketing)
            })
        });
        if undecided && let Some(step) = self.free.take() {
            self.block(step.channel, Bar::Later, None);
        }
        if let (Some(step), Some(deadline)) =
            (&mut self.free, self.pending.and_then(|pending| pending.deadline))
        {
            step.from = after(deadline.due.date);
            step.deadline = of(step.channel).first_deadline(step.from, self.s.promise);
        }
        for blocked in self.blocked.iter_mut().filter(|blocked| blocked.bar == Bar::Later) {
            let ended = of(blocked.channel).ends.iter().copied();
            if let Some(by) = ended.into_iter().find(|other| is_under_way(self.s, *other)) {
                (blocked.bar, blocked.by) = (Bar::WouldEnd, Some(by));
            }
        }
        let verdict = match (&self.pending, &self.free) {
            (Some(_), _) if self.is_late => Verdict::Remind,
            (Some(_), _) => Verdict::Wait,
            (None, Some(_)) => Verdict::Go,
            (None, None) => Verdict::Exhausted,
        };
        Advice {
            verdict,
            asked: self.asked(),
            next: self.free,
            beside: self.beside,
            pending: self.pending,
            blocked: self.blocked,
        }
    }

    fn asked(&self) -> Vec<Fact> {
        let s = self.s;
        let next = self.free.as_ref().map(|step| step.channel);
        let is_next = |some: &[Channel]| next.is_some_and(|channel| some.contains(&channel));
        let consumers = [Channel::RegulatorComplaint, Channel::ConsumerAssociation];
        [
            (Fact::Category, s.category.is_none()),
            (Fact::Contacts, s.contacts.is_empty() && s.tried.is_empty()),
            (Fact::KnownOn, s.known_on.is_none()),
            (Fact::OwnUse, s.own_use.is_none() && is_next(&consumers)),
            (Fact::Amount, s.amount_fen.is_none() && is_next(&[Channel::Court])),
        ]
        .into_iter()
        .filter_map(|(fact, is_asked)| is_asked.then_some(fact))
        .collect()
    }
}

/// Whether what a channel does binds anybody.
fn is_binding(rules: &Rules) -> bool {
    matches!(rules.body, Body::Authority | Body::Court)
}

/// Whether a mediation is under way there, or about to be.
fn is_under_way(s: &Situation<'_>, channel: Channel) -> bool {
    matches!(stand(s, channel), Stand::Waiting(_) | Stand::Late(_))
}

fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}
