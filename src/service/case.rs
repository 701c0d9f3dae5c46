//! Cases: opened as a draft, published, edited, closed, reopened.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use entity::{AccountId, CaseId, CaseOutcome, EventKind, MemberRole, OperatorId, Stage, TransferState, case};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    access::{self, Caller, Organiser, Seen, Viewer},
    lineage,
    matching::{self, Hit},
    member as seats, redaction,
    timeline::{self, Happening},
};
pub use crate::store::case::{Filter, Order, key};
use crate::{
    domain::{calendar::beijing_date, category, refusal::Refusal, stage, text},
    error::{Error, Result},
    hub::Hub,
    store::{
        self,
        case::Tally,
        page::{Page, Slice},
    },
};

/// A case as it was typed in; on editing, `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Whom it is against; fixed once opened.
    pub operator: Option<OperatorId>,
    /// Id of the problem category.
    pub category: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// What happened to all of them.
    pub summary: Option<String>,
    /// How many members a ballot needs.
    pub quorum: Option<i32>,
    /// Until when people are gathered.
    pub gather_until: Option<DateTime<Utc>>,
    /// Why no near case is joined instead; on opening only.
    pub not_joining: Option<String>,
}

/// What came of opening a case.
pub enum Opening {
    /// It is there.
    Opened(Box<case::Model>),
    /// It is not: these are near, and nothing was said of why none of them is joined.
    Near(Vec<Hit>),
}

impl Opening {
    /// The case, if it is there.
    #[must_use]
    pub fn opened(self) -> Option<case::Model> {
        match self {
            Self::Opened(case) => Some(*case),
            Self::Near(_) => None,
        }
    }
}

/// The most cases that a timeline names as near.
const NAMED: usize = 3;

impl Draft {
    fn apply(&self, row: &mut case::Model, now: DateTime<Utc>) -> Result<(), Refusal> {
        if let Some(id) = &self.category {
            category::find(id).ok_or(Refusal::Unknown { field: "category" })?;
            row.category.clone_from(id);
        }
        if let Some(title) = &self.title {
            row.title = text::line("title", title, 4, 80)?;
        }
        if let Some(summary) = &self.summary {
            row.summary = text::prose("summary", summary, 10, 5_000)?;
        }
        if let Some(quorum) = self.quorum {
            if !(1..=100_000).contains(&quorum) {
                return Err(Refusal::OutOfRange { field: "quorum", min: 1, max: 100_000 });
            }
            row.quorum = quorum;
        }
        if let Some(until) = self.gather_until {
            const FIELD: &str = "gatherUntil";
            if until < now + TimeDelta::hours(1) {
                return Err(Refusal::DeadlineTooSoon { field: FIELD, minutes: 60 });
            }
            if until > now + TimeDelta::days(365) {
                return Err(Refusal::DeadlineTooFar { field: FIELD, days: 365 });
            }
            row.gather_until = Some(until);
        }
        Ok(())
    }
}

fn search_text(row: &case::Model, operator: &str) -> String {
    text::fold(&format!("{} {} {} {operator}", row.number, row.title, row.summary))
}

/// A draft without words.
fn blank(hub: &Hub, by: &AccountId, operator: &OperatorId) -> case::Model {
    let now = hub.now();
    case::Model {
        id: hub.mint(),
        number: String::new(),
        operator_id: operator.clone(),
        category: String::new(),
        title: String::new(),
        summary: String::new(),
        stage: Stage::Draft,
        outcome: None,
        hidden_reason: None,
        quorum: 2,
        gather_until: None,
        search: String::new(),
        member_count: 0,
        claimed_fen: 0,
        evidence_count: 0,
        citation_count: 0,
        opened_by: by.clone(),
        created_at: now,
        published_at: None,
        closed_at: None,
        updated_at: now,
    }
}

/// Gives a new case the next number of the year, and the text by which it is found.
async fn number(hub: &Hub, tx: &DatabaseTransaction, row: &mut case::Model) -> Result<()> {
    let operator =
        store::operator::find(tx, &row.operator_id).await?.ok_or(Refusal::Unknown { field: "operatorId" })?;
    let year = beijing_date(hub.now()).year();
    row.number = format!("QS-{year}-{:06}", store::case::next(tx, &format!("case/{year}")).await?);
    row.search = search_text(row, &operator.search);
    Ok(())
}

/// Opens a case that goes on with part of another one: it gathers in public from the beginning, on the same terms.
pub(super) async fn open_beside(
    hub: &Hub,
    tx: &DatabaseTransaction,
    from: &case::Model,
    by: &AccountId,
    title: String,
    category: String,
) -> Result<case::Model> {
    let mut row = case::Model {
        category,
        title,
        summary: from.summary.clone(),
        stage: Stage::Gathering,
        quorum: from.quorum,
        gather_until: from.gather_until,
        published_at: Some(hub.now()),
        ..blank(hub, by, &from.operator_id)
    };
    number(hub, tx, &mut row).await?;
    store::insert(tx, row.clone()).await?;
    Ok(row)
}

/// Opens a case as a draft; the viewer organises it. Where others with the same problem gather already, it is opened only
/// with a reason for not joining them, which its timeline shows.
///
/// # Errors
/// A refusal about a field.
pub async fn open(hub: &Hub, viewer: &Viewer, draft: &Draft) -> Result<Opening> {
    let now = hub.now();
    let operator = draft.operator.clone().ok_or(Refusal::Required { field: "operatorId" })?;
    for (field, given) in [
        ("category", draft.category.is_some()),
        ("title", draft.title.is_some()),
        ("summary", draft.summary.is_some()),
    ] {
        if !given {
            return Err(Refusal::Required { field }.into());
        }
    }
    let mut row = blank(hub, viewer.id(), &operator);
    draft.apply(&mut row, now)?;
    let against =
        store::operator::find(&hub.db, &operator).await?.ok_or(Refusal::Unknown { field: "operatorId" })?;
    let reason = draft.not_joining.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| text::prose("notJoining", reason, 4, 500)).transpose()?;
    let near = matching::near(hub, viewer, &row).await?;
    let facts = match reason {
        _ if near.is_empty() => json!({}),
        None => return Ok(Opening::Near(near)),
        Some(reason) => {
            let author = redaction::Author::of(hub, viewer).await?;
            let [reason] = redaction::anonymise_against(hub, &row, &against, &author, [&reason]).await?;
            let near: Vec<_> = near.iter().take(NAMED).map(|hit| hit.seen.case.number.as_str()).collect();
            json!({ "words": "case_opened_apart", "near": near.join(" "), "reason": reason })
        }
    };
    let row = hub.write(async |tx| {
        let mut row = row.clone();
        number(hub, tx, &mut row).await?;
        store::insert(tx, row.clone()).await?;
        let seat = seats::take_seat(hub, tx, &row.id, viewer.id(), MemberRole::Organiser).await?;
        let seat = seat.ok_or_else(|| Error::fault("opening a case")("its first seat is taken"))?;
        let tally = Tally { members: 1, ..Tally::default() };
        let happening =
            Happening::new(&row.id, EventKind::CaseOpened, Some(&seat), facts.clone()).counting(tally);
        timeline::record(hub, tx, happening).await?;
        Ok(row)
    });
    Ok(Opening::Opened(Box::new(row.await?)))
}

/// Changes the words and terms of a case that is not closed.
///
/// # Errors
/// A refusal about a field, or as [`access::organiser`].
pub async fn edit(hub: &Hub, viewer: &Viewer, id: &CaseId, draft: &Draft) -> Result<case::Model> {
    hub.write(async |tx| {
        let Organiser { mut case, seat } = access::organiser(tx, viewer, id).await?;
        stage::work(case.stage)?;
        let before = case.clone();
        draft.apply(&mut case, hub.now())?;
        if case == before {
            return Err(Refusal::NothingToChange.into());
        }
        let operator =
            store::operator::find(tx, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
        case.search = search_text(&case, &operator.search);
        case.updated_at = hub.now();
        store::case::save(tx, case.clone()).await?;
        timeline::record(hub, tx, Happening::new(id, EventKind::CaseEdited, Some(&seat), json!({}))).await?;
        Ok(case)
    })
    .await
}

/// Makes a draft public.
///
/// # Errors
/// `NOT_DRAFT`, or as [`access::organiser`].
pub async fn publish(hub: &Hub, viewer: &Viewer, id: &CaseId) -> Result<case::Model> {
    hub.write(async |tx| {
        let Organiser { mut case, seat } = access::organiser(tx, viewer, id).await?;
        case.stage = stage::publish(case.stage)?;
        case.published_at = Some(hub.now());
        case.updated_at = hub.now();
        store::case::save(tx, case.clone()).await?;
        timeline::record(hub, tx, Happening::new(id, EventKind::CasePublished, Some(&seat), json!({})))
            .await?;
        Ok(case)
    })
    .await
}

/// Closes a case with its outcome.
///
/// # Errors
/// `ALREADY_CLOSED`, `BALLOT_RUNNING`, `OFFER_RUNNING`, `TRANSFER_MOVING`, `MERGE_NOT_CLOSED` for what only a merge brings about, or as
/// [`access::organiser`].
pub async fn close(hub: &Hub, viewer: &Viewer, id: &CaseId, outcome: CaseOutcome) -> Result<case::Model> {
    hub.write(async |tx| {
        let Organiser { mut case, seat } = access::organiser(tx, viewer, id).await?;
        case.stage = stage::close(case.stage)?;
        if outcome == CaseOutcome::Merged {
            return Err(Refusal::MergeNotClosed { field: "outcome" }.into());
        }
        if !store::transfer::of_case(tx, id, &[TransferState::Moving]).await?.is_empty() {
            return Err(Refusal::TransferMoving.into());
        }
        if store::ballot::is_open(tx, id).await? {
            return Err(Refusal::BallotRunning.into());
        }
        if store::offer::is_open(tx, id).await? {
            return Err(Refusal::OfferRunning.into());
        }
        case.outcome = Some(outcome);
        case.closed_at = Some(hub.now());
        case.updated_at = hub.now();
        store::case::save(tx, case.clone()).await?;
        let facts = json!({ "outcome": format!("@outcome.{}", outcome.as_str()) });
        timeline::record(hub, tx, Happening::new(id, EventKind::CaseClosed, Some(&seat), facts)).await?;
        Ok(case)
    })
    .await
}

/// Lets a closed case gather people again.
///
/// # Errors
/// `NOT_CLOSED`, or as [`access::organiser`].
pub async fn reopen(hub: &Hub, viewer: &Viewer, id: &CaseId) -> Result<case::Model> {
    hub.write(async |tx| {
        let Organiser { mut case, seat } = access::organiser(tx, viewer, id).await?;
        case.stage = stage::reopen(case.stage)?;
        case.published_at = case.published_at.or(Some(hub.now()));
        case.outcome = None;
        case.closed_at = None;
        case.updated_at = hub.now();
        store::case::save(tx, case.clone()).await?;
        timeline::record(hub, tx, Happening::new(id, EventKind::CaseReopened, Some(&seat), json!({})))
            .await?;
        Ok(case)
    })
    .await
}

/// The case with this id, if the caller may see it.
///
/// # Errors
/// `NotFound`.
pub async fn find(hub: &Hub, caller: &Caller, id: &CaseId) -> Result<Seen> {
    access::visible(&hub.db, caller, id).await
}

/// The case with this number, if the caller may see it; with `follow`, where it went on when it was merged.
///
/// # Errors
/// `NotFound`.
pub async fn find_by_number(hub: &Hub, caller: &Caller, number: &str, follow: bool) -> Result<Seen> {
    caller.reads_cases()?;
    let case = store::case::find_by_number(&hub.db, number).await?.ok_or(Error::NotFound("case"))?;
    let seen = access::see(&hub.db, caller, case).await?;
    if follow { lineage::follow(hub, caller, seen).await } else { Ok(seen) }
}

/// A case that was just changed, as the caller sees it.
///
/// # Errors
/// `NotFound`.
pub async fn see(hub: &Hub, caller: &Caller, case: case::Model) -> Result<Seen> {
    access::see(&hub.db, caller, case).await
}

/// Published cases.
///
/// # Errors
/// `BadInput` for a cursor that is not ours.
pub async fn list(
    hub: &Hub,
    caller: &Caller,
    filter: &Filter,
    order: Order,
    page: &Page,
) -> Result<Slice<Seen>> {
    caller.reads_cases()?;
    let Slice { rows, has_next, has_previous } = store::case::page(&hub.db, filter, order, page).await?;
    Ok(Slice { rows: access::seated(&hub.db, caller.account(), rows).await?, has_next, has_previous })
}

/// The cases in which the viewer has a seat.
///
/// # Errors
/// `BadInput` for a cursor that is not ours.
pub async fn mine(hub: &Hub, viewer: &Viewer, page: &Page) -> Result<Slice<Seen>> {
    let slice = store::case::of_account(&hub.db, viewer.id(), page).await?;
    Ok(slice.map(|(seat, case)| Seen { case, seat: Some(seat) }))
}

/// The cases with these ids, without asking who may see them: for relations of what somebody may see.
///
/// # Errors
/// A fault only.
pub async fn find_many(hub: &Hub, ids: Vec<CaseId>) -> Result<HashMap<CaseId, case::Model>> {
    store::case::find_many(&hub.db, ids).await
}
