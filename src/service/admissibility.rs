//! The admissibility check: for an organiser with counts and codes, for a member with what is theirs to mend.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use entity::{BallotId, CaseId, Channel, MemberRole, case, filing};

use super::{
    access::{self, Member, Viewer},
    channel as channels, mandate,
};
use crate::{
    domain::{
        admissibility::{self as rules, Fault, Finding, Person, Whole},
        calendar::beijing_date,
        channel::{self, Rules, Situation, Tried},
        deadline::Promise,
        refusal::Refusal,
    },
    error::{Error, Result},
    hub::Hub,
    store::{
        self,
        admissibility::{Facts, Scope},
        identity::Shared,
    },
};

/// Members looked at in one go.
const CHUNK: u64 = 1_000;

/// The most codes that are listed with a finding.
const CODES: usize = 200;

/// A finding and whom it is about; of the whole where it is about nobody in particular.
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// How many members it is about; 0 when it is about the whole.
    pub members: i64,
    /// Their pseudonyms; at most 200.
    pub codes: Vec<String>,
}

/// What stands in the way of a filing.
pub struct Report {
    /// Where it would go.
    pub channel: Channel,
    /// The day it was checked for, in Beijing.
    pub on: NaiveDate,
    /// How many members would be in it.
    pub members: i64,
    /// How many of them it cannot be filed with as they are.
    pub blocked: i64,
    /// What was found: of the whole first, then of members.
    pub found: Vec<Found>,
}

/// A report, and the members whom something blocks.
pub(super) struct Examined {
    pub(super) report: Report,
    pub(super) blocked: HashSet<String>,
}

impl Examined {
    /// Whether something stands in the way of anybody.
    pub(super) fn is_blocked(&self) -> bool {
        self.report.is_blocked() || !self.blocked.is_empty()
    }
}

impl Report {
    /// Whether something blocks the whole.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.found.iter().any(|found| found.members == 0 && found.finding.is_blocking)
    }

    /// How many findings block.
    fn blocking(&self) -> usize {
        self.found.iter().filter(|found| found.finding.is_blocking).count()
    }
}

/// Who is left out of a filing: nobody, or those in whose way something stands.
///
/// # Errors
/// `NOT_ADMISSIBLE` over a blocking finding without a reason.
pub(super) fn decide(examined: Examined, leave_out: bool, reason: Option<&str>) -> Result<HashSet<String>> {
    let Examined { report, blocked } = examined;
    let is_clear = !report.is_blocked() && (leave_out || blocked.is_empty());
    if !is_clear && reason.is_none() {
        let (findings, members) = (report.blocking(), report.blocked);
        return Err(Refusal::NotAdmissible { field: "overrideReason", findings, members }.into());
    }
    Ok(if leave_out { blocked } else { HashSet::new() })
}

/// Checks a filing that may be made of a case, for an organiser: of those who said yes in a ballot, or of everybody who
/// has a claim.
///
/// # Errors
/// `ORGANISERS_ONLY`, `NotFound` for the ballot of another case, or as [`access::member`].
pub async fn check(
    hub: &Hub,
    viewer: &Viewer,
    id: &CaseId,
    ballot: Option<&BallotId>,
    channel: Channel,
) -> Result<Report> {
    let Member { case, seat } = access::member(&hub.db, viewer, id).await?;
    if seat.role != MemberRole::Organiser {
        return Err(Refusal::OrganisersOnly.into());
    }
    if let Some(ballot) = ballot {
        let found = store::ballot::find(&hub.db, ballot).await?.filter(|found| found.case_id == case.id);
        found.ok_or(Error::NotFound("ballot"))?;
    }
    Ok(examine(hub, &case, ballot, channel).await?.report)
}

/// Looks at everybody who would be in a filing, a page at a time; no identity is opened.
pub(super) async fn examine(
    hub: &Hub,
    case: &case::Model,
    ballot: Option<&BallotId>,
    channel: Channel,
) -> Result<Examined> {
    let scope = match ballot {
        Some(ballot) => Scope::Ballot(&case.id, ballot, channel),
        None => Scope::Case(&case.id),
    };
    let on = beijing_date(hub.now());
    let place = channel::of(channel);
    let looked = Looked {
        phones: store::identity::doubled(&hub.db, &case.id, Shared::Phone).await?,
        addresses: store::identity::doubled(&hub.db, &case.id, Shared::Address).await?,
        was_asked: was_asked(&store::filing::list(&hub.db, &case.id).await?),
    };
    let mut about: BTreeMap<Fault, Found> = BTreeMap::new();
    let (mut blocked, mut members) = (HashSet::new(), 0_i64);
    let mut after: Option<String> = None;
    loop {
        let page = store::admissibility::facts_after(&hub.db, scope, after.as_deref(), CHUNK).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.code.clone());
        for facts in page {
            members += 1;
            for finding in rules::of_person(place, &looked.person(&facts), on) {
                if finding.is_blocking && !blocked.contains(&facts.code) {
                    blocked.insert(facts.code.clone());
                }
                let found =
                    about.entry(finding.fault).or_insert(Found { finding, members: 0, codes: Vec::new() });
                found.members += 1;
                if found.codes.len() < CODES {
                    found.codes.push(facts.code.clone());
                }
            }
        }
    }
    let whole = of_whole(hub, case, ballot, place, members).await?;
    let whole = whole.into_iter().map(|finding| Found { finding, members: 0, codes: Vec::new() });
    let report = Report {
        channel,
        on,
        members,
        blocked: i64::try_from(blocked.len()).unwrap_or(i64::MAX),
        found: whole.chain(about.into_values()).collect(),
    };
    Ok(Examined { report, blocked })
}

/// What was looked up once for all members of a case.
struct Looked {
    phones: HashSet<Vec<u8>>,
    addresses: HashSet<Vec<u8>>,
    was_asked: bool,
}

impl Looked {
    fn person(&self, facts: &Facts) -> Person {
        let shares = |index: &Option<Vec<u8>>, doubled: &HashSet<Vec<u8>>| {
            index.as_ref().is_some_and(|index| doubled.contains(index))
        };
        Person {
            is_named: facts.complete.is_some(),
            is_complete: facts.complete == Some(true),
            shares_phone: shares(&facts.phone_index, &self.phones),
            shares_address: shares(&facts.address_index, &self.addresses),
            own_use: facts.own_use,
            bought_on: facts.bought_on,
            has_proof: facts.has_proof,
            has_contact: facts.has_contact || self.was_asked,
        }
    }
}

/// Whether the case was put to the operator.
fn was_asked(filings: &[filing::Model]) -> bool {
    filings.iter().any(|row| row.channel == Channel::OperatorDesk && row.sent_at.is_some())
}

async fn of_whole(
    hub: &Hub,
    case: &case::Model,
    ballot: Option<&BallotId>,
    place: &'static Rules,
    members: i64,
) -> Result<Vec<Finding>> {
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    let filings = match ballot {
        Some(ballot) => store::filing::speaking_for_voters(&hub.db, &case.id, ballot).await?,
        None => store::filing::list(&hub.db, &case.id).await?,
    };
    let tried: Vec<Tried> = filings.iter().map(channels::tried).collect();
    let people = u32::try_from(members).unwrap_or(u32::MAX);
    let today = beijing_date(hub.now());
    let promise = operator.reply_days.and_then(|days| u16::try_from(days).ok()).map(Promise::Days);
    let advice = channel::next(&Situation {
        today,
        category: Some(&case.category),
        people,
        promise,
        tried: &tried,
        ..Situation::default()
    });
    Ok(rules::of_whole(
        place,
        &Whole {
            today,
            category: &case.category,
            people,
            has_representative: !mandate::representatives(&hub.db, &case.id).await?.is_empty(),
            knows_respondent: operator.legal_name.is_some() && operator.address.is_some(),
            advice: &advice,
        },
    ))
}

/// What stands in the way of the viewer themself at a channel; nothing while they have no claim.
///
/// # Errors
/// A fault only.
pub async fn of_member(hub: &Hub, Member { case, seat }: &Member, channel: Channel) -> Result<Vec<Finding>> {
    let scope = Scope::Seat(&case.id, &seat.id);
    let Some(facts) = store::admissibility::facts_after(&hub.db, scope, None, 1).await?.pop() else {
        return Ok(Vec::new());
    };
    let filings = store::filing::list(&hub.db, &case.id).await?;
    let looked = Looked {
        phones: shared(hub, (case, seat), Shared::Phone, &facts.phone_index).await?,
        addresses: shared(hub, (case, seat), Shared::Address, &facts.address_index).await?,
        was_asked: was_asked(&filings),
    };
    Ok(rules::of_person(channel::of(channel), &looked.person(&facts), beijing_date(hub.now())))
}

/// The keyed hash itself where another member of the case has it too.
async fn shared(
    hub: &Hub,
    (case, seat): (&case::Model, &entity::member::Model),
    what: Shared,
    index: &Option<Vec<u8>>,
) -> Result<HashSet<Vec<u8>>> {
    let Some(index) = index else { return Ok(HashSet::new()) };
    let is_shared = store::identity::has_twin(&hub.db, &case.id, &seat.id, what, index).await?;
    Ok(is_shared.then(|| index.clone()).into_iter().collect())
}
