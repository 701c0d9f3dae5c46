//! What members really got: each is asked after an end, and says so for themself. What a channel says is another fact.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{
    AccountId, BallotId, CaseId, EventKind, EvidenceId, FilingId, Got, MemberId, Stage, case, filing, offer,
    outcome, settlement,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    access::{self, Viewer},
    file,
    letter::{self, To},
    timeline::{self, Happening},
};
use crate::{
    domain::{filing as filings, outcome as rules, published, refusal::Refusal, stage},
    error::{Error, Result},
    hub::Hub,
    locale,
    mail::Template,
    store::{self, outcome::Over},
};

/// Members asked in one transaction.
const SOME: u64 = 200;

/// Notes that those who settled in an offer are to be asked once they should have been paid.
pub(super) async fn ask_settled(
    tx: &DatabaseTransaction,
    row: &offer::Model,
    now: DateTime<Utc>,
) -> Result<()> {
    let from = rules::asked_from(now, row.pay_by);
    store::outcome::ask(tx, (&row.case_id, &row.filing_id), Over::Settled(&row.id), from).await
}

/// Notes that those are to be asked for whom a filing has just ended.
pub(super) async fn ask_ended(
    tx: &DatabaseTransaction,
    row: &filing::Model,
    now: DateTime<Utc>,
) -> Result<()> {
    if rules::asks(row.status) && row.sent_at.is_some() {
        store::outcome::ask(tx, (&row.case_id, &row.id), Over::Ended, now).await?;
    }
    Ok(())
}

/// Notes that those are to be asked who take their part of a filing back by this ballot.
pub(super) async fn ask_leaving(
    tx: &DatabaseTransaction,
    row: &filing::Model,
    ballot: &BallotId,
    now: DateTime<Utc>,
) -> Result<()> {
    if row.sent_at.is_some() {
        store::outcome::ask(tx, (&row.case_id, &row.id), Over::Leaving(ballot), now).await?;
    }
    Ok(())
}

/// What somebody got, as they say it.
#[derive(Clone, Debug)]
pub struct Told {
    /// What.
    pub got: Got,
    /// Fen, where they were paid.
    pub amount_fen: Option<i64>,
    /// Evidence of their own that shows it.
    pub evidence: Option<EvidenceId>,
}

/// Says what the viewer got of a filing, or something else than before; also after leaving the case.
///
/// # Errors
/// A refusal about the amount, `NOT_IN_FILING`, `NotFound` for the evidence of somebody else, or as [`access::member`].
pub async fn report(hub: &Hub, viewer: &Viewer, id: &FilingId, told: &Told) -> Result<outcome::Model> {
    let row = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    let seat = seat(hub, viewer, &row).await?;
    let amount_fen = rules::amount(told.got, told.amount_fen)?;
    if let Some(evidence) = &told.evidence {
        file::access_own(hub, viewer, evidence).await?;
    }
    let outcome = outcome::Model {
        filing_id: id.clone(),
        member_id: seat,
        case_id: row.case_id,
        got: Some(told.got),
        amount_fen,
        evidence_id: told.evidence.clone(),
        told_at: Some(hub.now()),
        asked: 0,
        next_at: None,
        counted: false,
    };
    hub.write(async |tx| store::outcome::put(tx, outcome.clone()).await).await?;
    mine(hub, viewer.id(), id).await?.ok_or(Error::NotFound("filing"))
}

/// The seat by which the viewer is or was in a filing.
async fn seat(hub: &Hub, viewer: &Viewer, row: &filing::Model) -> Result<MemberId> {
    if let Some(known) = mine(hub, viewer.id(), &row.id).await? {
        return Ok(known.member_id);
    }
    if let Some(seat) = store::outcome::seat_in(&hub.db, &row.id, viewer.id()).await? {
        return Ok(seat);
    }
    access::member(&hub.db, viewer, &row.case_id).await.map_err(|error| error.about("filing"))?;
    Err(Refusal::NotInFiling.into())
}

/// What an account said it got of a filing, or was asked.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, account: &AccountId, id: &FilingId) -> Result<Option<outcome::Model>> {
    store::outcome::of_account(&hub.db, id, account).await
}

/// Goes on with one's claim, because what was promised did not come: the next version speaks for the viewer again, and a
/// case that was closed is reopened.
///
/// # Errors
/// `NOT_SETTLED`, `NOT_DUE_YET`, `PROMISE_KEPT` unless they said that they got less, or as [`access::member`].
pub async fn reopen(hub: &Hub, viewer: &Viewer, id: &FilingId) -> Result<settlement::Model> {
    let now = hub.now();
    let found = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    access::member(&hub.db, viewer, &found.case_id).await.map_err(|error| error.about("filing"))?;
    hub.write(async |tx| {
        let case = store::case::hold(tx, &found.case_id).await?;
        let filing = store::filing::hold(tx, id).await?;
        let row = store::outcome::hold_settlement(tx, id, viewer.id()).await?.ok_or(Refusal::NotSettled)?;
        let offer = store::offer::find(tx, &row.offer_id).await?.ok_or(Error::NotFound("offer"))?;
        if rules::asked_from(row.settled_at, offer.pay_by) > now {
            return Err(Refusal::NotDueYet.into());
        }
        let told = store::outcome::of_account(tx, id, viewer.id()).await?.and_then(|told| told.got);
        if !told.is_some_and(rules::is_broken) {
            return Err(Refusal::PromiseKept.into());
        }
        let row = settlement::Model { broken_at: Some(now), ..row };
        store::save(tx, row.clone()).await?;
        if !filings::is_over(filing.status) {
            store::outcome::unsettle(tx, id, &row.member_id).await?;
        }
        gather_again(hub, tx, case).await?;
        Ok(row)
    })
    .await
}

/// Reopens a held case if it is closed, and writes why people gather again.
async fn gather_again(hub: &Hub, tx: &DatabaseTransaction, case: case::Model) -> Result<()> {
    let id = case.id.clone();
    let kind = if case.stage == Stage::Closed {
        let row = case::Model {
            stage: stage::reopen(case.stage)?,
            outcome: None,
            closed_at: None,
            updated_at: hub.now(),
            ..case
        };
        store::case::save(tx, row).await?;
        EventKind::CaseReopened
    } else {
        EventKind::PromiseBroken
    };
    let facts = match kind {
        EventKind::CaseReopened => json!({ "words": "case_reopened_unpaid" }),
        _ => json!({}),
    };
    timeline::record(hub, tx, Happening::new(&id, kind, None, facts)).await?;
    Ok(())
}

/// Asks those who are to be asked, or reminds them; tells how many.
///
/// # Errors
/// A fault only.
pub async fn ask_due(hub: &Hub) -> Result<usize> {
    if !store::outcome::is_due(&hub.db, hub.now()).await? {
        return Ok(0);
    }
    hub.write(async |tx| {
        let due = store::outcome::hold_due(tx, hub.now(), SOME).await?;
        let asked = due.len();
        write(hub, tx, due).await?;
        Ok(asked)
    })
    .await
}

async fn write(hub: &Hub, tx: &DatabaseTransaction, due: Vec<outcome::Model>) -> Result<()> {
    let now = hub.now();
    let ids = due.iter().map(|row| row.case_id.clone()).collect::<HashSet<CaseId>>();
    let cases = store::case::find_many(tx, ids.into_iter().collect()).await?;
    let seats = store::member::find_many(tx, due.iter().map(|row| row.member_id.clone()).collect()).await?;
    let accounts = seats.values().map(|seat| seat.account_id.clone()).collect();
    let accounts = store::account::find_many(tx, accounts).await?;
    let mut asked: BTreeMap<(FilingId, i32), Vec<MemberId>> = BTreeMap::new();
    for row in due {
        if row.got.is_none()
            && let Some(seat) = seats.get(&row.member_id)
            && let Some(account) =
                accounts.get(&seat.account_id).filter(|account| account.closed_at.is_none())
            && let Some(case) = cases.get(&row.case_id)
        {
            let line = if row.asked == 0 { "outcome_letter.ask" } else { "outcome_letter.remind" };
            let facts = json!({
                "case_number": case.number, "case_title": case.title, "event": "outcome-asked",
                "lines": [locale::word(account.locale, line).unwrap_or_default()],
                "url": letter::url(hub, &format!("/cases/{}", case.number)),
            });
            letter::write(hub, tx, To::account(account), Template::CaseChanged, facts).await?;
        }
        asked.entry((row.filing_id, row.asked)).or_default().push(row.member_id);
    }
    for ((filing, before), seats) in asked {
        let next = (before + 1 < rules::MOST).then(|| now + rules::AGAIN);
        store::outcome::set_asked(tx, (&filing, seats), next).await?;
    }
    Ok(())
}

/// Brings the kept counts up to date; tells how many filings had news.
///
/// # Errors
/// A fault only.
pub async fn recount(hub: &Hub) -> Result<usize> {
    let waiting = store::outcome::uncounted(&hub.db).await?;
    for id in &waiting {
        hub.write(async |tx| {
            store::filing::hold(tx, id).await?;
            store::outcome::count(tx, id).await
        })
        .await?;
    }
    Ok(waiting.len())
}

/// How many members got what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What.
    pub got: Got,
    /// How many.
    pub people: i64,
    /// Fen in all, rounded down; `None` where nobody was paid.
    pub amount_fen: Option<i64>,
}

/// How many members got what of a filing, for everybody who sees the case: no group that is small, and none from which a
/// small one could be told.
///
/// # Errors
/// A fault only.
pub async fn groups(hub: &Hub, row: &filing::Model) -> Result<Vec<Group>> {
    let tallies = store::outcome::tallies(&hub.db, &row.id).await?;
    let told: i64 = tallies.iter().map(|tally| tally.people).sum();
    let mut sizes: Vec<i64> = tallies.iter().map(|tally| tally.people).collect();
    sizes.push((row.member_count - told).max(0));
    let shown = published::shown(&sizes);
    let groups = tallies.into_iter().zip(shown).filter(|(_, shown)| *shown);
    Ok(groups
        .map(|(tally, _)| Group {
            got: tally.got,
            people: tally.people,
            amount_fen: published::sum(tally.amount_fen, tally.people).filter(|fen| *fen > 0),
        })
        .collect())
}
