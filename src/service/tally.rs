//! Ballots end: by the clock, also when nobody was there at that minute. The votes are counted, the list of them is
//! published, and what was decided is done.

use entity::{
    BallotId, BallotKind, BallotState, EventKind, FilingId, FilingStatus, MandateEnding, MemberRole, ballot,
    case, filing, mandate, member, vote,
};
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};

use super::{
    ballot::subject,
    mandate as mandates, offer, outcome,
    timeline::{self, Happening},
};
use crate::{
    domain::{
        ballot::{self as rules, Receipt, Subject, Tally},
        stage,
    },
    error::{Error, Result},
    hub::Hub,
    store::{
        self,
        page::{Page, Slice},
    },
};

/// Votes read in one go while they are counted.
const CHUNK: u64 = 2_000;

/// Closes ballots whose end has come; tells how many.
///
/// # Errors
/// A fault only.
pub async fn close_ended(hub: &Hub) -> Result<usize> {
    let ended = store::ballot::ended(&hub.db, hub.now()).await?;
    for found in &ended {
        hub.write(async |tx| {
            let case = store::case::hold(tx, &found.case_id).await?;
            let ballot = store::ballot::hold(tx, &found.id).await?;
            if ballot.state == BallotState::Open { close(hub, tx, case, ballot).await } else { Ok(()) }
        })
        .await?;
    }
    Ok(ended.len())
}

async fn close(hub: &Hub, tx: &DatabaseTransaction, case: case::Model, ballot: ballot::Model) -> Result<()> {
    let tally = count(tx, &ballot.id).await?;
    let quorum = i64::from(ballot.quorum);
    let mut state = rules::result(ballot.kind, tally.yes, tally.no, quorum, ballot.electorate);
    if state == BallotState::Passed && !carry_out(hub, tx, &ballot, &tally).await? {
        state = BallotState::Rejected;
    }
    let row = ballot::Model {
        state,
        closed_at: Some(hub.now()),
        yes: tally.yes,
        no: tally.no,
        abstain: tally.abstain,
        tally_sha256: Some(tally.sha256()),
        ..ballot
    };
    store::save(tx, row.clone()).await?;
    let mut facts = json!({
        "result": format!("@ballot.{}", state.as_str()), "yes": row.yes, "no": row.no, "abstain": row.abstain,
        "electorate": row.electorate, "ballot": row.id, "tally": row.tally_sha256,
    });
    let kind = if row.kind == BallotKind::Complaint {
        EventKind::BallotClosed
    } else {
        facts["what"] = Value::from(format!("@ballot_kind.{}", row.kind.as_str()));
        EventKind::ResolutionClosed
    };
    timeline::record(hub, tx, Happening::new(&case.id, kind, None, facts)).await?;
    if row.kind == BallotKind::Complaint {
        let next = stage::close_ballot(case.stage, state == BallotState::Passed);
        store::case::set_stage(tx, case, next, hub.now()).await?;
    }
    Ok(())
}

/// Counts the votes of a ballot, which is held; those who left took theirs back.
async fn count(tx: &DatabaseTransaction, ballot: &BallotId) -> Result<Tally> {
    let (mut tally, mut after) = (Tally::default(), None::<String>);
    loop {
        let rows = store::vote::by_receipt(tx, ballot, after.as_deref(), CHUNK).await?;
        if rows.is_empty() {
            return Ok(tally);
        }
        for row in rows {
            let receipt = published(row)?;
            tally.add(&receipt);
            after = Some(receipt.receipt);
        }
    }
}

fn published(row: vote::Model) -> Result<Receipt> {
    let candidates = row.candidates.as_deref().map(serde_json::from_str).transpose();
    Ok(Receipt {
        receipt: row.receipt.unwrap_or_default(),
        choice: row.choice,
        candidates: candidates.map_err(Error::fault("reading a vote"))?.unwrap_or_default(),
    })
}

/// Does what a ballot decided; tells whether there was still something to do.
async fn carry_out(
    hub: &Hub,
    tx: &DatabaseTransaction,
    ballot: &ballot::Model,
    tally: &Tally,
) -> Result<bool> {
    match subject(ballot)? {
        // Filing is for an organiser to do, with those who said yes.
        None => Ok(true),
        Some(Subject::Election { candidates, seats, .. }) => {
            let ranking = tally.ranking(candidates.iter().map(|candidate| candidate.code.as_str()));
            let mut elected = Vec::new();
            for entry in ranking {
                if elected.len() < seats.min(rules::REPRESENTATIVES)
                    && let Some(seat) = store::member::by_code(tx, &ballot.case_id, &entry.code).await?
                {
                    elected.push(seat);
                }
            }
            if elected.is_empty() {
                return Ok(false);
            }
            for seat in mandates::representatives(tx, &ballot.case_id).await? {
                mandates::end(hub, tx, &seat, MandateEnding::Replaced).await?;
            }
            for seat in elected {
                begin(hub, tx, ballot, seat).await?;
            }
            Ok(true)
        }
        Some(Subject::Replacement { leaving, candidate, .. }) => {
            let Some(seat) = store::member::by_code(tx, &ballot.case_id, &candidate.code).await? else {
                return Ok(false);
            };
            if let Some(leaving) = store::member::by_code(tx, &ballot.case_id, &leaving).await? {
                mandates::end(hub, tx, &leaving, MandateEnding::Replaced).await?;
            }
            let there = mandates::representatives(tx, &ballot.case_id).await?;
            if there.len() >= rules::REPRESENTATIVES || there.iter().any(|other| other.id == seat.id) {
                return Ok(false);
            }
            begin(hub, tx, ballot, seat).await?;
            Ok(true)
        }
        Some(Subject::Withdrawal { filing, .. }) => {
            take_back(hub, tx, ballot, &filing).await?;
            Ok(true)
        }
    }
}

async fn begin(
    hub: &Hub,
    tx: &DatabaseTransaction,
    ballot: &ballot::Model,
    seat: member::Model,
) -> Result<()> {
    let row = mandate::Model {
        id: hub.mint(),
        case_id: ballot.case_id.clone(),
        member_id: seat.id.clone(),
        ballot_id: ballot.id.clone(),
        began_at: hub.now(),
        ended_at: None,
        ending: None,
    };
    store::insert(tx, row).await?;
    let facts = json!({ "code": seat.code });
    timeline::record(hub, tx, Happening::new(&ballot.case_id, EventKind::MandateBegan, None, facts)).await?;
    if seat.role == MemberRole::Member {
        store::save(tx, member::Model { role: MemberRole::Representative, ..seat }).await?;
    }
    Ok(())
}

/// Takes those who said yes out of a filing; it ends when nobody is left in it.
async fn take_back(
    hub: &Hub,
    tx: &DatabaseTransaction,
    ballot: &ballot::Model,
    filing: &FilingId,
) -> Result<()> {
    let now = hub.now();
    let row = store::filing::hold(tx, filing).await?;
    outcome::ask_leaving(tx, &row, &ballot.id, now).await?;
    store::filing::withdraw_members(tx, filing, &ballot.id, now).await?;
    let over = crate::domain::filing::is_over(row.status);
    if !over && !store::filing::goes_on(tx, filing).await? {
        // Those who settled keep what they agreed to.
        let status = match store::filing::is_settled_for_anybody(tx, filing).await? {
            true => FilingStatus::Agreed,
            false => FilingStatus::Withdrawn,
        };
        let row = filing::Model { status, updated_at: now, ..row };
        offer::void_open(hub, tx, filing).await?;
        store::deadline::meet(tx, filing, &crate::domain::filing::met_by(row.status), now).await?;
        let facts = json!({
            "status": format!("@filing.{}", row.status.as_str()), "status_code": row.status.as_str(),
            "channel": format!("@channel.{}", row.channel.as_str()),
        });
        store::save(tx, row).await?;
        timeline::record(hub, tx, Happening::new(&ballot.case_id, EventKind::FilingAnswered, None, facts))
            .await?;
        let case = store::case::hold(tx, &ballot.case_id).await?;
        offer::restage(hub, tx, case).await?;
    }
    Ok(())
}

/// The published votes of a closed ballot, in the order of their receipts, for the members of its case; none while it
/// runs.
///
/// # Errors
/// A fault, or `BadInput` for a cursor of another list.
pub async fn votes(hub: &Hub, ballot: &ballot::Model, page: &Page) -> Result<Slice<Receipt>> {
    if ballot.closed_at.is_none() {
        return Ok(page.slice(Vec::new()));
    }
    let rows = store::vote::by_receipt(&hub.db, &ballot.id, page.after_id(), page.first + 1).await?;
    Ok(page.slice(rows.into_iter().map(published).collect::<Result<_>>()?))
}

/// The pseudonyms of those whom a ballot elected.
///
/// # Errors
/// A fault only.
pub async fn elected(hub: &Hub, ballot: &ballot::Model) -> Result<Vec<String>> {
    let mandates = store::mandate::of_ballot(&hub.db, &ballot.id).await?;
    Ok(mandates.into_iter().filter_map(|(_, seat)| seat.map(|seat| seat.code)).collect())
}
