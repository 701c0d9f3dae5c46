//! Proposing merges and splits; who runs both sides agrees alone.

use entity::{CaseId, MemberRole, TransferKind, TransferState, case, member, transfer};
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};

use super::{agree, fits, hold_both};
use crate::{
    domain::{
        category,
        refusal::Refusal,
        text,
        transfer::{self as rules, Criterion},
    },
    error::{Error, Result},
    hub::Hub,
    locale,
    mail::{CaseEvent, Template},
    service::{
        access::{self, Caller, Organiser, Seen, Viewer},
        letter::{self, To},
    },
    store,
};

/// Proposes that the members of one case go on in another one; who organises both agrees alone.
///
/// # Errors
/// `NOT_MEMBER` or `ORGANISERS_ONLY` for who organises neither, a refusal about the time to object, or why the cases do
/// not fit.
pub async fn propose_merge(
    hub: &Hub,
    caller: &Caller,
    viewer: &Viewer,
    from: &CaseId,
    into: &CaseId,
    hours: Option<i32>,
) -> Result<transfer::Model> {
    hub.write(async |tx| {
        let one = access::visible(tx, caller, from).await?;
        let other = access::visible(tx, caller, into).await?;
        let (from_seat, into_seat) = (organises(&one), organises(&other));
        let Some(proposer) = from_seat.or(into_seat) else {
            // A seat without its say, or the answer that any stranger gets.
            access::member(tx, viewer, from).await?;
            return Err(Refusal::OrganisersOnly.into());
        };
        if from == into {
            return Err(Refusal::SameCase { field: "intoCaseId" }.into());
        }
        let hours = rules::hours(hours)?;
        let (from, into) = hold_both(tx, from, into).await?;
        fits(tx, &from, Some(&into)).await?;
        let asked = match (from_seat, into_seat) {
            (Some(_), None) => Some(&into),
            (None, Some(_)) => Some(&from),
            _ => None,
        };
        let row = transfer::Model {
            into_case_id: Some(into.id.clone()),
            asked_case_id: asked.map(|case| case.id.clone()),
            hours,
            ..blank(hub, TransferKind::Merge, &from.id, proposer)
        };
        match asked {
            None => {
                store::insert(tx, row.clone()).await?;
                agree(hub, tx, row, &from, Some(&into), viewer.id()).await
            }
            Some(asked) => {
                one_more(tx, &proposer.case_id, &row).await?;
                store::insert(tx, row.clone()).await?;
                let facts = json!({ "from": from.number, "into": into.number });
                for account in store::member::organisers(tx, &asked.id).await? {
                    ask(hub, tx, &account, asked, "notice.merge_proposed", &facts).await?;
                }
                Ok(row)
            }
        }
    })
    .await
}

/// A split as it was typed in.
#[derive(Clone, Debug)]
pub struct Split {
    /// Title of the new case.
    pub title: String,
    /// Kind of problem of the new case; that of the old one when left out.
    pub category: Option<String>,
    /// Which seats it takes.
    pub criterion: Criterion,
    /// Pseudonym of who is to run the new case; the proposer when left out.
    pub organiser: Option<String>,
    /// For how many hours members may object.
    pub hours: Option<i32>,
}

/// Proposes that some members of a case go on in a new one; agreed to at once unless somebody else is to run it.
///
/// # Errors
/// A refusal about a field, why the case does not fit, or as [`access::organiser`].
pub async fn propose_split(
    hub: &Hub,
    viewer: &Viewer,
    id: &CaseId,
    split: &Split,
) -> Result<transfer::Model> {
    hub.write(async |tx| {
        let Organiser { case, seat } = access::organiser(tx, viewer, id).await?;
        let hours = rules::hours(split.hours)?;
        let title = text::line("title", &split.title, 4, 80)?;
        let category = split.category.clone().unwrap_or_else(|| case.category.clone());
        category::find(&category).ok_or(Refusal::Unknown { field: "category" })?;
        let criterion = split.criterion.clone().checked()?;
        let there = store::seat_move::taken(tx, id, criterion.codes.clone()).await?;
        if there.len() < criterion.codes.len() {
            return Err(Refusal::Unknown { field: "codes" }.into());
        }
        let organiser = match &split.organiser {
            None => None,
            Some(code) => Some(candidate(tx, id, code).await?),
        };
        fits(tx, &case, None).await?;
        let row = transfer::Model {
            title: Some(title),
            category: Some(category),
            criterion: Some(serde_json::to_value(&criterion).map_err(Error::fault("writing a criterion"))?),
            organiser_id: organiser.as_ref().map(|seat| seat.id.clone()),
            hours,
            ..blank(hub, TransferKind::Split, id, &seat)
        };
        let Some(organiser) = organiser else {
            store::insert(tx, row.clone()).await?;
            return agree(hub, tx, row, &case, None, viewer.id()).await;
        };
        one_more(tx, id, &row).await?;
        store::insert(tx, row.clone()).await?;
        let facts = json!({ "from": case.number, "title": row.title });
        if let Some(account) = store::account::find(tx, &organiser.account_id).await? {
            ask(hub, tx, &account, &case, "notice.split_proposed", &facts).await?;
        }
        Ok(row)
    })
    .await
}

/// A member who may be asked to run a new case: an organiser runs the old one already.
async fn candidate(tx: &DatabaseTransaction, case: &CaseId, code: &str) -> Result<member::Model> {
    let code = code.trim().to_uppercase();
    let seat = store::member::by_code(tx, case, &code).await?;
    let seat = seat.filter(|seat| seat.role != MemberRole::Organiser);
    Ok(seat.ok_or(Refusal::Unknown { field: "organiserCode" })?)
}

fn blank(hub: &Hub, kind: TransferKind, from: &CaseId, proposer: &member::Model) -> transfer::Model {
    let now = hub.now();
    transfer::Model {
        id: hub.mint(),
        kind,
        from_case_id: from.clone(),
        into_case_id: None,
        state: TransferState::Proposed,
        note: None,
        hours: rules::USUAL_HOURS,
        asked_case_id: None,
        organiser_id: None,
        title: None,
        category: None,
        criterion: None,
        proposed_by: proposer.id.clone(),
        proposed_at: now,
        agreed_at: None,
        telling: None,
        objects_until: None,
        objections: 0,
        begun_at: None,
        pass_at: None,
        reached: String::new(),
        left_members: 0,
        came_members: 0,
        left_fen: 0,
        came_fen: 0,
        pooled: 0,
        next_at: Some(now + rules::ANSWERED_WITHIN),
        ended_at: None,
    }
}

/// The seat with which somebody organises a case.
fn organises(seen: &Seen) -> Option<&member::Model> {
    seen.seat.as_ref().filter(|seat| seat.role == MemberRole::Organiser && seat.left_at.is_none())
}

/// Refuses one proposal too many, and the same one twice.
async fn one_more(tx: &DatabaseTransaction, proposer: &CaseId, row: &transfer::Model) -> Result<()> {
    let waiting = store::transfer::of_case(tx, &row.from_case_id, &[TransferState::Proposed]).await?;
    if row.kind == TransferKind::Merge && waiting.iter().any(|other| other.into_case_id == row.into_case_id) {
        return Err(Refusal::NothingToChange.into());
    }
    if store::transfer::count_proposed(tx, proposer).await? >= rules::PROPOSALS {
        return Err(Refusal::TooManyProposals { max: rules::PROPOSALS }.into());
    }
    Ok(())
}

/// Writes to somebody who is asked.
async fn ask(
    hub: &Hub,
    tx: &DatabaseTransaction,
    account: &entity::account::Model,
    case: &case::Model,
    words: &str,
    facts: &Value,
) -> Result<()> {
    let facts = json!({
        "case_number": case.number,
        "case_title": case.title,
        "event": CaseEvent::TransferProposed.as_str(),
        "lines": [locale::text(account.locale, words, facts)],
        "url": letter::url(hub, &format!("/cases/{}", case.number)),
    });
    letter::write(hub, tx, To::account(account), Template::CaseChanged, facts).await
}
