//! Filings: made of a passed ballot for the members who said yes, mailed, and followed to their end.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    BallotId, BallotState, Channel, Delivery, EventKind, FilingId, FilingStatus, MemberId, Stage, filing,
    member,
};
use serde_json::json;

use super::{
    access::{self, Caller, Organiser, Seen, Viewer},
    claim, complaint, data_key, delivery, identity, letter, manifest,
    timeline::{self, Happening},
};
use crate::{
    domain::{
        calendar::beijing_date,
        claim::past_day,
        complaint::{Complaint, IdDocument, Identity, Signatory},
        filing as rules, order_number,
        refusal::Refusal,
        stage, text,
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Members read in one go while the schedule is made.
const CHUNK: u64 = 500;

/// Files what a ballot carried, for the members who said yes to it and nobody else.
///
/// # Errors
/// `CHANNEL_NOT_SERVED`, `BALLOT_NOT_PASSED`, `FILING_ALREADY`, `FILING_OPEN` while another one is with a channel, `NOBODY_TO_FILE`,
/// `OPERATOR_UNREACHABLE` without a complaint mailbox, `EVIDENCE_MOVED` when evidence was withdrawn meanwhile, or as [`access::organiser`].
pub async fn file(hub: &Hub, viewer: &Viewer, id: &BallotId, channel: Channel) -> Result<filing::Model> {
    let ballot = store::ballot::find(&hub.db, id).await?.ok_or(Error::NotFound("ballot"))?;
    hub.write_aside(async |tx| {
        let Organiser { case, .. } =
            access::organiser(tx, viewer, &ballot.case_id).await.map_err(|error| error.about("ballot"))?;
        rules::serve(channel)?;
        check(tx, &case, &ballot).await
    })
    .await?;
    // A ballot on something else files nothing.
    let complaint_id = ballot.complaint_id.clone().ok_or(Error::NotFound("complaint"))?;
    let voted = store::complaint::find(&hub.db, &complaint_id).await?.ok_or(Error::NotFound("complaint"))?;
    let voted = complaint::read(&voted)?;
    let schedule = schedule(hub, id, &voted).await?;
    if schedule.signatories.is_empty() {
        return Err(Refusal::NobodyToFile.into());
    }
    let signatories = schedule.signatories;
    let standing = manifest::standing(hub, &ballot.case_id, &voted).await?;
    let edition = complaint::off_thread(move || {
        Complaint::filing(&voted, &signatories, |piece| manifest::stands(piece, &standing))
            .map_err(Error::fault("drawing up a filing"))
    })
    .await?;
    let filing: FilingId = hub.mint();
    let bytes = edition.to_bytes();
    let content_sealed = hub.keys.seal_own(&bytes, filing.as_str())?;
    let now = hub.now();
    hub.write(async |tx| {
        let Organiser { case, seat } =
            access::organiser(tx, viewer, &ballot.case_id).await.map_err(|error| error.about("ballot"))?;
        let recipient = check(tx, &case, &ballot).await?;
        let row = filing::Model {
            id: filing.clone(),
            case_id: case.id.clone(),
            complaint_id: complaint_id.clone(),
            ballot_id: id.clone(),
            channel,
            recipient,
            delivery: Delivery::Queued,
            status: FilingStatus::Prepared,
            channel_word: None,
            ground: None,
            receipt: None,
            content_sealed: Some(content_sealed.clone()),
            content_sha256: Some(letter::sha256(&bytes)),
            evidence_root: edition.evidence_root.clone(),
            member_count: i64::try_from(schedule.seats.len()).unwrap_or(i64::MAX),
            claimed_fen: edition.totals.wanted_fen,
            filed_by: seat.id.clone(),
            filed_at: now,
            sent_at: None,
            answered_at: None,
            updated_at: now,
        };
        store::insert(tx, row.clone()).await?;
        let seats: Vec<MemberId> = schedule.seats.iter().map(|seat| seat.id.clone()).collect();
        store::filing::insert_members(tx, &filing, &seats).await?;
        for seat in &schedule.seats {
            identity::record(hub, tx, &seat.account_id, &filing).await?;
        }
        manifest::keep(hub, tx, &row, &edition).await?;
        letter::enqueue(hub, tx, delivery::Send::KIND, &delivery::Send { filing: filing.clone() }).await?;
        let facts =
            json!({ "channel": format!("@channel.{}", channel.as_str()), "members": row.member_count });
        timeline::record(hub, tx, Happening::new(&case.id, EventKind::FilingQueued, Some(&seat), facts))
            .await?;
        let next = stage::file(case.stage)?;
        store::case::set_stage(tx, case, next, now).await?;
        Ok(row)
    })
    .await
}

/// What must hold both before the work begins and when it is written; gives the operator's mailbox.
async fn check(
    tx: &sea_orm::DatabaseTransaction,
    case: &entity::case::Model,
    ballot: &entity::ballot::Model,
) -> Result<String> {
    stage::file(case.stage)?;
    if ballot.state != BallotState::Passed {
        return Err(Refusal::BallotNotPassed.into());
    }
    if store::filing::of_ballot(tx, &ballot.id).await?.is_some() {
        return Err(Refusal::FilingAlready.into());
    }
    if store::filing::open_of(tx, &case.id).await?.is_some() {
        return Err(Refusal::FilingOpen.into());
    }
    let operator = store::operator::find(tx, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    Ok(operator.mailbox.ok_or(Refusal::OperatorUnreachable { name: operator.name })?)
}

struct Schedule {
    signatories: Vec<Signatory>,
    seats: Vec<member::Model>,
}

/// Opens the identities of the members who said yes; nobody else's.
async fn schedule(hub: &Hub, ballot: &BallotId, voted: &Complaint) -> Result<Schedule> {
    let in_version: HashMap<&str, &str> =
        voted.schedule.iter().map(|entry| (entry.code.as_str(), entry.order_number.as_str())).collect();
    let mut schedule = Schedule { signatories: Vec::new(), seats: Vec::new() };
    let mut after: Option<String> = None;
    loop {
        let seats = store::vote::consenting_after(&hub.db, ballot, after.as_deref(), CHUNK).await?;
        let Some(last) = seats.last() else { return Ok(schedule) };
        after = Some(last.code.clone());
        let accounts: Vec<_> = seats.iter().map(|seat| seat.account_id.clone()).collect();
        let ids: Vec<_> = seats.iter().map(|seat| seat.id.clone()).collect();
        let mut identities = store::identity::find_many(&hub.db, accounts.clone()).await?;
        let keys = data_key::many(hub, accounts).await?;
        let mut claims = store::claim::of_members(&hub.db, &ids).await?;
        for seat in seats {
            let parts = (
                keys.get(&seat.account_id),
                identities.remove(&seat.account_id),
                claims.remove(&seat.id).filter(|claim| claim.withdrawn_at.is_none()),
            );
            let (Some(key), Some(sealed), Some(claim)) = parts else { continue };
            let Some(voted_order) = in_version.get(seat.code.as_str()) else { continue };
            let person = identity::open(key, &sealed)?;
            let facts = claim::facts(key, &claim)?;
            let document = person.document.as_deref().zip(person.document_number.as_deref());
            schedule.signatories.push(Signatory {
                code: seat.code.clone(),
                identity: Identity {
                    name: person.name.clone(),
                    phone: person.phone.clone(),
                    address: person.address.clone().unwrap_or_default(),
                    document: document.map(|(kind, number)| IdDocument {
                        kind: crate::locale::word(entity::Locale::ZhCn, &format!("document.{kind}"))
                            .unwrap_or(kind)
                            .to_owned(),
                        number: number.to_owned(),
                    }),
                },
                // A number that was amended after the vote is not one the members voted on; the masked one is.
                order_number: if order_number::mask(&facts.order_number) == *voted_order {
                    facts.order_number
                } else {
                    (*voted_order).to_owned()
                },
                // The words that were voted on are filed; the raw statement stays with its owner.
                statement: None,
            });
            schedule.seats.push(seat);
        }
    }
}

/// A channel's answer as an organiser records it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What it did with the filing.
    pub status: FilingStatus,
    /// Its own words, verbatim.
    pub channel_word: Option<String>,
    /// Why it refused or ended.
    pub ground: Option<String>,
    /// Its receipt number.
    pub receipt: Option<String>,
    /// The day it answered, in Beijing; today when left out.
    pub on_day: Option<NaiveDate>,
}

/// Records a channel's answer; its own word is kept beside the status.
///
/// # Errors
/// `STEP_NOT_ALLOWED`, `GROUND_REQUIRED`, a refusal about a field, or as [`access::organiser`].
pub async fn record_answer(
    hub: &Hub,
    viewer: &Viewer,
    id: &FilingId,
    answer: &Answer,
) -> Result<filing::Model> {
    let now = hub.now();
    let found = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    hub.write(async |tx| {
        let Organiser { case, seat } =
            access::organiser(tx, viewer, &found.case_id).await.map_err(|error| error.about("filing"))?;
        let row = store::filing::hold(tx, id).await?;
        let prose = |field, value: &Option<String>, max| match value.as_deref().map(str::trim) {
            None | Some("") => Ok(None),
            Some(value) => text::prose(field, value, 1, max).map(Some),
        };
        let ground = prose("ground", &answer.ground, 1_000)?;
        rules::answer(row.status, answer.status, ground.as_deref())?;
        if let Some(day) = answer.on_day {
            past_day("onDay", day, beijing_date(now))?;
        }
        let row = filing::Model {
            status: answer.status,
            channel_word: prose("channelWord", &answer.channel_word, 5_000)?.or(row.channel_word),
            ground: ground.or(row.ground),
            receipt: text::optional_line("receipt", answer.receipt.as_deref(), 80)?.or(row.receipt),
            answered_at: Some(now),
            updated_at: now,
            ..row
        };
        store::save(tx, row.clone()).await?;
        if rules::is_reply(row.status) {
            store::deadline::meet(tx, id, now).await?;
        }
        let facts = json!({
            "status": format!("@filing.{}", row.status.as_str()),
            "status_code": row.status.as_str(),
            "channel": format!("@channel.{}", row.channel.as_str()),
        });
        timeline::record(hub, tx, Happening::new(&case.id, EventKind::FilingAnswered, Some(&seat), facts))
            .await?;
        let next = match row.status {
            FilingStatus::Offered => Stage::Offer,
            _ if case.stage == Stage::Offer => Stage::Filed,
            _ => case.stage,
        };
        store::case::set_stage(tx, case, next, now).await?;
        Ok(row)
    })
    .await
}

/// The filings of a case, newest first.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, seen: &Seen) -> Result<Vec<filing::Model>> {
    store::filing::list(&hub.db, &seen.case.id).await
}

/// A filing of a case the caller may see, and the case as they see it.
///
/// # Errors
/// `NotFound`.
pub async fn find(hub: &Hub, caller: &Caller, id: &FilingId) -> Result<(filing::Model, Seen)> {
    let row = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    let seen = access::visible(&hub.db, caller, &row.case_id).await.map_err(|error| error.about("filing"))?;
    Ok((row, seen))
}

/// Whether a filing speaks for a seat: it is in the schedule and did not take its part back.
///
/// # Errors
/// A fault only.
pub async fn carries(hub: &Hub, row: &filing::Model, seat: &MemberId) -> Result<bool> {
    store::filing::speaks_for(&hub.db, &row.id, seat).await
}
