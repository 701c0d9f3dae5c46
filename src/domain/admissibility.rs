//! Whether a channel would take a filing: what stands in the way, for one member and for the whole.
//!
//! A finding is data: what is wrong, the ground on which the channel would refuse, the provision, and whether it blocks.
//! Nothing is filed over a blocking finding without an organiser's recorded reason; a member whom one is about can be
//! left out until it is mended. What a channel asks for stands in its rules; the ladder says which filings would collide.
//!
//! The three years (`crm-16` item 4) run from the day on which somebody knew or should have known of the wrong, which is
//! not recorded: they are counted from the purchase, which is never later.

use chrono::{Months, NaiveDate};
use entity::Channel;
use strum::IntoStaticStr;

use super::{
    channel::{Advice, Bar, Body, IdentityPart, Kind, MANY, NeedKind, Rules},
    deadline::MEASURES_FROM,
    ground::Ground,
};

/// How long a complaint is taken after the wrong became known (`crm-16` item 4); a suit has as long (`cc-188`).
const LIMITATION: Months = Months::new(36);

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Fault {
    /// Name, telephone number or address of a member is missing.
    IdentityIncomplete,
    /// Another member has the same telephone number.
    PhoneShared,
    /// Another member has the same postal address.
    AddressShared,
    /// It was not bought for daily consumption.
    NotOwnUse,
    /// More than three years have passed.
    TooLate,
    /// The member has nothing in the pool.
    ProofMissing,
    /// The member's contact log is empty, and the case was never put to the operator.
    NotContacted,
    /// Nobody in the case can be in the filing.
    Nobody,
    /// The operator's registered name or address is not known.
    RespondentUnknown,
    /// Two or more complain, and nobody is elected to speak and hand it in.
    NoRepresentative,
    /// Fewer than ten people: representatives cannot sue for them.
    TooFewForRepresentatives,
    /// A filing is open there.
    AlreadyOpen,
    /// Another body accepted or handled the same dispute.
    AlreadyHandled,
    /// Another body has the same dispute and may accept it any day.
    Collides,
    /// Going there would end a mediation that is under way.
    WouldEnd,
    /// The channel is for other problems.
    NotForThis,
    /// The channel may say that such problems are not its business.
    MaybeNotTheirs,
    /// A step that comes earlier is not done.
    ComesLater,
}

impl Fault {
    /// Every fault: those of a member, then those of the whole.
    pub const ALL: [Self; 18] = [
        Self::IdentityIncomplete,
        Self::PhoneShared,
        Self::AddressShared,
        Self::NotOwnUse,
        Self::TooLate,
        Self::ProofMissing,
        Self::NotContacted,
        Self::Nobody,
        Self::RespondentUnknown,
        Self::NoRepresentative,
        Self::TooFewForRepresentatives,
        Self::AlreadyOpen,
        Self::AlreadyHandled,
        Self::Collides,
        Self::WouldEnd,
        Self::NotForThis,
        Self::MaybeNotTheirs,
        Self::ComesLater,
    ];

    /// Its stable code, which is also the key of its words.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// Something that stands in the way at a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// On which ground a market regulator would refuse (`crm-16`).
    pub ground: Option<Ground>,
    /// The provision it rests on, in force on the day.
    pub provision: Option<&'static str>,
    /// Whether nothing is filed over it without a reason.
    pub is_blocking: bool,
    /// The channel that stands in the way.
    pub by: Option<Channel>,
}

/// What is known of a member; nothing that says who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Whether an identity is sealed: name and telephone number.
    pub is_named: bool,
    /// Whether it has a postal address too.
    pub is_complete: bool,
    /// Whether another member has the same telephone number.
    pub shares_phone: bool,
    /// Whether another member has the same postal address.
    pub shares_address: bool,
    /// Whether it was bought for own use.
    pub own_use: bool,
    /// The day of the purchase.
    pub bought_on: NaiveDate,
    /// Whether something of theirs is in the pool.
    pub has_proof: bool,
    /// Whether their contact log has an entry.
    pub has_contact: bool,
}

/// What is known of the case as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// The day, in Beijing.
    pub today: NaiveDate,
    /// Id of the kind of problem.
    pub category: &'a str,
    /// How many would be in the filing.
    pub people: u32,
    /// Whether somebody is elected to speak for them.
    pub has_representative: bool,
    /// Whether the operator's registered name and address are recorded.
    pub knows_respondent: bool,
    /// What the ladder says.
    pub advice: &'a Advice,
}

/// Where and when it is checked.
struct Check {
    rules: &'static Rules,
    today: NaiveDate,
    found: Vec<Finding>,
}

impl Check {
    fn new(rules: &'static Rules, today: NaiveDate) -> Self {
        Self { rules, today, found: Vec::new() }
    }

    /// A market regulator's complaint desk, whose grounds of refusal are those of the Measures.
    fn is_regulator(&self) -> bool {
        self.rules.channel == Channel::RegulatorComplaint
    }

    fn is_court(&self) -> bool {
        self.rules.body == Body::Court
    }

    fn note(
        &mut self,
        fault: Fault,
        is_blocking: bool,
        ground: Option<Ground>,
        provision: Option<&'static str>,
    ) {
        // Before the Measures the grounds were those of Order 20, which the catalogue does not carry.
        let is_dated = |id: &&str| !id.starts_with("crm-") || self.today >= MEASURES_FROM;
        let ground = ground.filter(|_| self.is_regulator() && self.today >= MEASURES_FROM);
        let provision = provision.filter(is_dated);
        self.found.push(Finding { fault, ground, provision, is_blocking, by: None });
    }

    fn asks(&self, part: IdentityPart) -> bool {
        self.rules.identity.contains(&part)
    }
}

/// What stands in the way of one member at a channel, on a day in Beijing.
#[must_use]
pub fn of_person(rules: &'static Rules, person: &Person, today: NaiveDate) -> Vec<Finding> {
    let mut check = Check::new(rules, today);
    let regulator = check.is_regulator();
    let lacks = if check.asks(IdentityPart::Address) { !person.is_complete } else { !person.is_named };
    // A site that asks for a telephone number only asks it of who writes there.
    if check.asks(IdentityPart::Name) && lacks {
        let provision = if check.is_court() { Some("cpc-122") } else { regulator.then_some("crm-10") };
        check.note(Fault::IdentityIncomplete, true, Some(Ground::MaterialMissing), provision);
    }
    if regulator || rules.channel == Channel::ConsumerAssociation {
        for (fault, shares) in
            [(Fault::PhoneShared, person.shares_phone), (Fault::AddressShared, person.shares_address)]
        {
            if shares {
                check.note(fault, regulator, Some(Ground::NotConsumer), Some("crm-17"));
            }
        }
        if !person.own_use {
            check.note(Fault::NotOwnUse, true, Some(Ground::NotConsumer), Some("cpl-2"));
        }
    }
    let ended = person.bought_on.checked_add_months(LIMITATION).is_some_and(|end| today > end);
    if ended && (regulator || check.is_court()) {
        let provision = if regulator { "crm-16" } else { "cc-188" };
        check.note(Fault::TooLate, regulator, Some(Ground::TooLate), Some(provision));
    }
    let proof = rules.needs.iter().find(|need| need.kind == NeedKind::Evidence);
    if let (Some(need), false) = (proof, person.has_proof) {
        // A need that a provision asks for is one that a filing fails on.
        check.note(
            Fault::ProofMissing,
            need.provision.is_some(),
            Some(Ground::NotConsumer),
            need.provision.as_deref(),
        );
    }
    if !person.has_contact && rules.body != Body::Operator && waits_for_the_operator(rules) {
        check.note(Fault::NotContacted, false, None, Some("cpl-39"));
    }
    check.found
}

/// Whether what goes there should have been put to the operator first: a lead about a breach needs no such thing.
fn waits_for_the_operator(rules: &Rules) -> bool {
    !rules.needs.iter().any(|need| need.kind == NeedKind::Lead)
}

/// What stands in the way of the whole at a channel.
#[must_use]
pub fn of_whole(rules: &'static Rules, whole: &Whole<'_>) -> Vec<Finding> {
    let mut check = Check::new(rules, whole.today);
    if whole.people == 0 {
        check.note(Fault::Nobody, true, None, None);
    }
    let asks_respondent = rules.needs.iter().find(|need| need.kind == NeedKind::Respondent);
    if let (Some(need), false) = (asks_respondent, whole.knows_respondent) {
        check.note(Fault::RespondentUnknown, true, Some(Ground::MaterialMissing), need.provision.as_deref());
    }
    if whole.people >= 2 && !whole.has_representative {
        let mandate = rules.needs_of(whole.people).find(|need| need.kind == NeedKind::Mandate);
        let provision = mandate.and_then(|need| need.provision.as_deref());
        // Where members are named, only a representative may see who they are, and so hand it in.
        let needs_hand = rules.way() == Kind::Assisted && check.asks(IdentityPart::Name);
        if mandate.is_some() && rules.body != Body::Operator || needs_hand {
            check.note(Fault::NoRepresentative, needs_hand, None, provision);
        }
    }
    if check.is_court() && (2..MANY).contains(&whole.people) {
        check.note(Fault::TooFewForRepresentatives, false, None, Some("cpci-75"));
    }
    if rules.doubtful.iter().any(|id| id == whole.category) {
        check.note(Fault::MaybeNotTheirs, false, Some(Ground::OutsideRemit), Some("crm-16"));
    }
    if !rules.is_for(whole.category) {
        check.note(Fault::NotForThis, true, Some(Ground::OutsideRemit), None);
    }
    if let Some(blocked) = whole.advice.blocked.iter().find(|blocked| blocked.channel == rules.channel)
        && let Some((fault, is_blocking, ground)) = barred(blocked.bar)
        && check.found.iter().all(|finding| finding.fault != fault)
    {
        check.note(fault, is_blocking, ground, blocked.bar.provisions().first().copied());
        if let Some(last) = check.found.last_mut() {
            last.by = blocked.by;
        }
    }
    check.found
}

/// What a bar of the ladder means for a filing; what a member's own facts decide is found with the member.
fn barred(bar: Bar) -> Option<(Fault, bool, Option<Ground>)> {
    let handled = Some(Ground::AlreadyHandled);
    match bar {
        Bar::Open => Some((Fault::AlreadyOpen, true, handled)),
        Bar::AlreadyHandled | Bar::Repeated => Some((Fault::AlreadyHandled, true, handled)),
        Bar::Collides => Some((Fault::Collides, true, handled)),
        Bar::WouldEnd => Some((Fault::WouldEnd, true, None)),
        Bar::NotForThis => Some((Fault::NotForThis, true, Some(Ground::OutsideRemit))),
        Bar::Later => Some((Fault::ComesLater, false, None)),
        Bar::Passed
        | Bar::Spent
        | Bar::NotConsumer
        | Bar::TooLate
        | Bar::NoTime
        | Bar::Unreachable
        | Bar::NeedsCategory
        | Bar::Elsewhere => None,
    }
}

#[cfg(test)]
mod tests;
