//! Filings: made of a passed ballot for the members who said yes, mailed, and followed to their end.

mod schedule;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    BallotId, BallotState, Channel, Delivery, EventKind, FilingId, FilingStatus, MemberId, Stage, filing,
};
use serde_json::json;

use super::{
    access::{self, Caller, Organiser, Seen, Viewer},
    admissibility, content, deadline, delivery, identity, letter, manifest, offer, operator, outcome,
    paper::{self, Print},
    release, reminder,
    timeline::{self, Happening},
};
use crate::{
    domain::{
        calendar::{beijing_date, start_of_beijing_day},
        channel::{self as channels, Kind},
        claim::past_day,
        complaint::{Complaint, Report},
        filing as rules,
        refusal::Refusal,
        stage, text,
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// How an organiser files.
#[derive(Clone, Debug)]
pub struct Order {
    /// Where it goes.
    pub channel: Channel,
    /// Whether members in whose way something stands are left out until it is mended.
    pub leave_out: bool,
    /// Why it is filed over a blocking finding.
    pub override_reason: Option<String>,
}

impl Order {
    /// Everybody who said yes, as long as nothing stands in the way.
    #[must_use]
    pub fn to(channel: Channel) -> Self {
        Self { channel, leave_out: false, override_reason: None }
    }
}

/// Files what a ballot carried, for the members who said yes to it and nobody else.
///
/// # Errors
/// `BALLOT_NOT_PASSED`, `FILING_ALREADY`, `FILING_OPEN` while another one for the same people is with the channel,
/// `NOT_ADMISSIBLE` over a blocking finding without a reason, `NOBODY_TO_FILE`, `OPERATOR_UNREACHABLE` without a
/// complaint mailbox, `MAILBOX_UNCONFIRMED` for one that may be anybody's, `EVIDENCE_MOVED` when evidence was withdrawn meanwhile, or as [`access::organiser`].
pub async fn file(hub: &Hub, viewer: &Viewer, id: &BallotId, order: &Order) -> Result<filing::Model> {
    let channel = order.channel;
    let ballot = store::ballot::find(&hub.db, id).await?.ok_or(Error::NotFound("ballot"))?;
    let case = hub
        .write_aside(async |tx| {
            let Organiser { case, .. } = access::organiser(tx, viewer, &ballot.case_id)
                .await
                .map_err(|error| error.about("ballot"))?;
            check(tx, &case, &ballot, channel).await?;
            Ok(case)
        })
        .await?;
    let reason = match order.override_reason.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(reason) => Some(text::prose("overrideReason", reason, 10, 500)?),
    };
    // A ballot on something else files nothing.
    let complaint_id = ballot.complaint_id.clone().ok_or(Error::NotFound("complaint"))?;
    let voted = store::complaint::find(&hub.db, &complaint_id).await?.ok_or(Error::NotFound("complaint"))?;
    let report = content::report(&voted)?;
    let voted = content::version(&voted)?;
    let examined = admissibility::examine(hub, &case, Some(id), channel).await?;
    if examined.report.members == 0 {
        return Err(Refusal::NobodyToFile.into());
    }
    let was_blocked = examined.is_blocked();
    let left_out = match admissibility::decide(examined, order.leave_out, reason.as_deref()) {
        Ok(left_out) => left_out,
        Err(refused) => {
            // Who lost a race is told of the filing that won it, not of what it blocks.
            hub.write_aside(async |tx| check(tx, &case, &ballot, channel).await).await?;
            return Err(refused);
        }
    };
    let schedule = schedule::of(hub, id, channel, &voted, &left_out).await?;
    if schedule.signatories.is_empty() {
        return Err(Refusal::NobodyToFile.into());
    }
    let signatories = schedule.signatories;
    let standing = manifest::standing(hub, &ballot.case_id, &voted).await?;
    let edition = content::off_thread(move || {
        Complaint::filing(&voted, &signatories, |piece| manifest::stands(piece, &standing))
            .map_err(Error::fault("drawing up a filing"))
    })
    .await?;
    let filing: FilingId = hub.mint();
    let bytes = edition.to_bytes();
    let content_sealed = hub.keys.seal_own(&bytes, filing.as_str())?;
    let report = report.map(|voted| Report::filing(&voted, &edition));
    let report_sealed = report.map(|report| content::seal_report(hub, &filing, &report)).transpose()?;
    let now = hub.now();
    hub.write(async |tx| {
        let Organiser { case, seat } =
            access::organiser(tx, viewer, &ballot.case_id).await.map_err(|error| error.about("ballot"))?;
        let recipient = check(tx, &case, &ballot, channel).await?;
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
            report_sealed: report_sealed.clone(),
            content_sha256: Some(letter::sha256(&bytes)),
            evidence_root: edition.evidence_root.clone(),
            member_count: count(schedule.seats.len()),
            claimed_fen: edition.totals.wanted_fen,
            filed_by: seat.id.clone(),
            filed_at: now,
            sent_at: None,
            answered_at: None,
            updated_at: now,
            override_reason: reason.clone().filter(|_| was_blocked),
            left_out: count(left_out.len()),
            submitted_by: None,
            proof_id: None,
            remind_at: None,
            reminders: 0,
        };
        let row = match channels::of(channel).way() {
            Kind::Assisted => filing::Model { remind_at: Some(reminder::first(now)), ..row },
            Kind::Email | Kind::Webhook => row,
        };
        let seats: Vec<MemberId> = schedule.seats.iter().map(|seat| seat.id.clone()).collect();
        release::still(tx, id, channel, &seats).await?;
        store::insert(tx, row.clone()).await?;
        store::filing::insert_members(tx, &filing, &seats).await?;
        for some in schedule.seats.chunks(1_000) {
            let accounts: Vec<_> = some.iter().map(|seat| seat.account_id.clone()).collect();
            identity::record_all(hub, tx, &accounts, &filing, None).await?;
        }
        manifest::keep(hub, tx, &row, &edition).await?;
        let print = Print { complaint: complaint_id.clone(), filing: Some(filing.clone()) };
        let is_bound = paper::order(hub, tx, &print, edition.totals.members).await?;
        // What is mailed is typeset by the one who mails it, who cannot go before.
        if is_bound && channels::of(channel).way() == Kind::Assisted {
            paper::enqueue(hub, tx, &print).await?;
        }
        if channels::of(channel).way() != Kind::Assisted {
            letter::enqueue(hub, tx, delivery::Send::KIND, &delivery::Send { filing: filing.clone() })
                .await?;
        }
        let facts = json!({
            "channel": format!("@channel.{}", channel.as_str()), "members": row.member_count,
            "left_out": row.left_out, "overridden": row.override_reason.is_some(),
        });
        timeline::record(hub, tx, Happening::new(&case.id, EventKind::FilingQueued, Some(&seat), facts))
            .await?;
        let next = stage::file(case.stage)?;
        store::case::set_stage(tx, case, next, now).await?;
        Ok(row)
    })
    .await
}

fn count(some: usize) -> i64 {
    i64::try_from(some).unwrap_or(i64::MAX)
}

/// What must hold both before the work begins and when it is written; gives where it goes: the operator's mailbox, or
/// the name of a channel to which a representative hands it in.
async fn check(
    tx: &sea_orm::DatabaseTransaction,
    case: &entity::case::Model,
    ballot: &entity::ballot::Model,
    channel: Channel,
) -> Result<String> {
    stage::file(case.stage)?;
    if ballot.state != BallotState::Passed {
        return Err(Refusal::BallotNotPassed.into());
    }
    if store::filing::of_ballot(tx, &ballot.id).await?.is_some() {
        return Err(Refusal::FilingAlready.into());
    }
    let theirs = store::filing::speaking_for_voters(tx, &case.id, &ballot.id).await?;
    if theirs.iter().any(|row| row.channel == channel && !rules::is_over(row.status)) {
        return Err(Refusal::FilingOpen.into());
    }
    if channels::of(channel).way() == Kind::Assisted {
        return Ok(channels::of(channel).name_zh.clone());
    }
    let operator = store::operator::find(tx, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    operator::trusted_mailbox(tx, operator).await
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
/// `STEP_NOT_ALLOWED`, `GROUND_REQUIRED`, `MEMBERS_DECIDE` for a settlement, `OFFER_RUNNING` while members answer an
/// offer, `CASE_NOT_OPEN` for an offer in a closed case, a refusal about a field, or as [`access::organiser`]. A day before the filing
/// went out is `TOO_EARLY`.
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
        // A channel may say that it is settled; for whom it is, each of them says.
        if answer.status == FilingStatus::Agreed {
            return Err(Refusal::MembersDecide { field: "status" }.into());
        }
        if store::offer::open_of(tx, id).await?.is_some() {
            return Err(Refusal::OfferRunning.into());
        }
        if answer.status == FilingStatus::Offered {
            stage::offer(case.stage)?;
        }
        let answered_at = answered_at(&row, answer.on_day, now)?;
        let row = filing::Model {
            status: answer.status,
            channel_word: prose("channelWord", &answer.channel_word, 5_000)?.or(row.channel_word),
            ground: ground.or(row.ground),
            receipt: text::optional_line("receipt", answer.receipt.as_deref(), 80)?.or(row.receipt),
            answered_at: Some(answered_at),
            updated_at: now,
            ..row
        };
        let row = reminder::after_answer(row, now);
        store::save(tx, row.clone()).await?;
        deadline::answered(hub, tx, &row, answered_at).await?;
        outcome::ask_ended(tx, &row, now).await?;
        let facts = json!({
            "status": format!("@filing.{}", row.status.as_str()),
            "status_code": row.status.as_str(),
            "channel": format!("@channel.{}", row.channel.as_str()),
        });
        timeline::record(hub, tx, Happening::new(&case.id, EventKind::FilingAnswered, Some(&seat), facts))
            .await?;
        match row.status {
            FilingStatus::Offered => store::case::set_stage(tx, case, Stage::Offer, now).await?,
            _ => offer::restage(hub, tx, case).await?,
        };
        Ok(row)
    })
    .await
}

/// When a channel answered: now, or on the day that is named, which is not before it was handed in.
fn answered_at(row: &filing::Model, day: Option<NaiveDate>, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let Some(day) = day.filter(|day| *day != beijing_date(now)) else { return Ok(now) };
    past_day("onDay", day, beijing_date(now))?;
    let handed_in = row.sent_at.unwrap_or(row.filed_at);
    let earliest = beijing_date(handed_in);
    if day < earliest {
        return Err(Refusal::TooEarly { field: "onDay", earliest: earliest.to_string() }.into());
    }
    Ok(start_of_beijing_day(day).max(handed_in))
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
