//! Citations: proposed by any member, adopted or dropped by an organiser, checked for force on the day.

use chrono::NaiveDate;
use entity::{CaseId, CitationId, CitationState, EventKind, TermId, case, citation};
use serde_json::json;

use super::{
    access::{self, Member, Organiser, Seen, Viewer},
    redaction, term,
    timeline::{self, Happening},
};
use crate::{
    domain::{calendar::beijing_date, refusal::Refusal, stage, text},
    error::{Error, Result},
    hub::Hub,
    law::{self, NotInForce, Provision},
    store::{self, case::Tally},
};

/// A citation as it was typed in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Id of the provision.
    pub provision: String,
    /// The operator's own clause.
    pub clause: Option<String>,
    /// The entry of the register that it is taken from instead.
    pub term: Option<TermId>,
    /// Why it applies.
    pub why: String,
    /// The day it speaks about; today when left out.
    pub on_day: Option<NaiveDate>,
}

/// Proposes a provision. The text that was in force on the day is stored with it.
///
/// # Errors
/// A refusal about a field, `EITHER_OR`, `OTHER_OPERATOR`, `NOT_IN_FORCE` with what is in force instead, `ALREADY_CITED`, or as
/// [`access::member`].
pub async fn propose(hub: &Hub, viewer: &Viewer, id: &CaseId, draft: &Draft) -> Result<citation::Model> {
    let Member { case, seat } = access::member(&hub.db, viewer, id).await?;
    stage::work(case.stage)?;
    let provision =
        law::catalogue().provision(&draft.provision).ok_or(Refusal::Unknown { field: "provisionId" })?;
    let today = beijing_date(hub.now());
    let on_day = draft.on_day.unwrap_or(today);
    if on_day > today {
        return Err(Refusal::InFuture { field: "onDay" }.into());
    }
    in_force(provision, on_day, "onDay")?;
    let clause = match draft.clause.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(clause) => Some(text::prose("clause", clause, 1, 1_000)?),
    };
    let registered = match &draft.term {
        Some(_) if clause.is_some() => {
            return Err(Refusal::EitherOr { field: "clause", other: "termId" }.into());
        }
        Some(term) => Some(registered(hub, &case, term).await?),
        None => None,
    };
    let why = text::prose("why", &draft.why, 2, 1_000)?;
    let author = redaction::Author::of(hub, viewer).await?;
    let [why, clause_shown] =
        redaction::anonymise(hub, &case, &author, [&why, clause.as_deref().unwrap_or_default()]).await?;
    let row = citation::Model {
        id: hub.mint(),
        case_id: id.clone(),
        provision_id: provision.id.clone(),
        quote: provision.text_zh.clone(),
        clause: registered.or(clause.map(|_| clause_shown)),
        term_id: draft.term.clone(),
        why,
        on_day,
        state: CitationState::Proposed,
        proposed_by: seat.id.clone(),
        proposed_at: hub.now(),
        decided_by: None,
        decided_at: None,
    };
    hub.write(async |tx| {
        stage::work(store::case::hold(tx, id).await?.stage)?;
        let live = store::citation::list(tx, id, &[CitationState::Proposed, CitationState::Adopted]).await?;
        if live.iter().any(|cited| cited.provision_id == row.provision_id && cited.clause == row.clause) {
            return Err(Refusal::AlreadyCited { field: "provisionId" }.into());
        }
        if live.len() as u64 >= store::citation::MOST {
            let max = usize::try_from(store::citation::MOST).unwrap_or(usize::MAX);
            return Err(Refusal::TooMany { field: "provisionId", max }.into());
        }
        store::insert(tx, row.clone()).await?;
        let facts = json!({ "provision": law::catalogue().cite(provision), "provision_id": provision.id });
        timeline::record(hub, tx, Happening::new(id, EventKind::CitationProposed, None, facts)).await?;
        Ok(())
    })
    .await?;
    Ok(row)
}

/// The clause of an entry of the register about the case's operator; it was anonymised before it got there.
async fn registered(hub: &Hub, case: &case::Model, id: &TermId) -> Result<String> {
    const FIELD: &str = "termId";
    let term = store::term::find(&hub.db, id).await?.filter(term::is_seen);
    let term = term.ok_or(Refusal::Unknown { field: FIELD })?;
    if term.operator_id != case.operator_id {
        return Err(Refusal::OtherOperator { field: FIELD }.into());
    }
    Ok(term.clause.ok_or(Refusal::Unknown { field: FIELD })?)
}

/// Checks that a provision was in force on a day, and says what was instead.
fn in_force(provision: &Provision, on: NaiveDate, field: &'static str) -> Result<(), Refusal> {
    law::catalogue().check_in_force(provision, on).map_err(|refused: NotInForce| {
        let successor = refused.successor.as_deref().and_then(|id| law::catalogue().instrument(id));
        Refusal::NotInForce {
            field,
            provision: law::catalogue().cite(provision),
            from: refused.from.to_string(),
            to: refused.to.map_or_else(|| "—".to_owned(), |to| to.to_string()),
            successor: successor.map_or_else(|| "—".to_owned(), |instrument| instrument.title_zh.clone()),
        }
    })
}

/// Adopts or drops a proposed citation; an adopted one can still be dropped.
///
/// # Errors
/// `CITATION_DECIDED`, `NOT_IN_FORCE` when it is not in force today either, or as [`access::organiser`].
pub async fn decide(hub: &Hub, viewer: &Viewer, id: &CitationId, adopt: bool) -> Result<citation::Model> {
    let found = store::citation::find(&hub.db, id).await?.ok_or(Error::NotFound("citation"))?;
    hub.write(async |tx| {
        let Organiser { case, seat } =
            access::organiser(tx, viewer, &found.case_id).await.map_err(|error| error.about("citation"))?;
        stage::work(case.stage)?;
        let row = store::citation::hold(tx, id).await?;
        let (state, kind, change) = match (row.state, adopt) {
            (CitationState::Proposed, true) => (CitationState::Adopted, EventKind::CitationAdopted, 1),
            (CitationState::Proposed, false) => (CitationState::Dropped, EventKind::CitationDropped, 0),
            (CitationState::Adopted, false) => (CitationState::Dropped, EventKind::CitationDropped, -1),
            _ => return Err(Refusal::CitationDecided.into()),
        };
        let row =
            citation::Model { state, decided_by: Some(seat.id.clone()), decided_at: Some(hub.now()), ..row };
        store::save(tx, row.clone()).await?;
        let cited =
            law::catalogue().provision(&row.provision_id).map(|provision| law::catalogue().cite(provision));
        let facts = json!({ "provision": cited, "provision_id": row.provision_id });
        // Others with the same problem find the case by its clauses too.
        let stage = case.stage;
        let case = store::case::set_stage(tx, case, stage, hub.now()).await?;
        let tally = Tally { citations: change, ..Tally::default() };
        let happening = Happening::new(&case.id, kind, Some(&seat), facts).counting(tally);
        timeline::record(hub, tx, happening).await?;
        Ok(row)
    })
    .await
}

/// The citations of a case: adopted ones for everybody, the others for its members.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, seen: &Seen) -> Result<Vec<citation::Model>> {
    let states: &[CitationState] = match seen.seat {
        Some(_) => &[CitationState::Proposed, CitationState::Adopted],
        None => &[CitationState::Adopted],
    };
    store::citation::list(&hub.db, &seen.case.id, states).await
}
