//! Keeps the index of this process up with the database, whenever it is asked something.
//!
//! What changed is told by the times that cases and operators carry. There is no timer: nobody asks, nothing is read.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use entity::{CitationState, case, citation};

use super::is_open;
use crate::{
    domain::{calendar::beijing_date, folded::Folded},
    error::Result,
    hub::Hub,
    matching::{Grams, Listing},
    store,
};

/// Cases read in one go.
const PAGE: u64 = 500;

/// After how long no other change carries the time of one that was read.
const SETTLED: TimeDelta = TimeDelta::seconds(1);

/// Clauses of a case that are read.
const CLAUSES: usize = 20;

/// The words of a case by which it is found.
pub(super) fn words(row: &case::Model, clauses: &[String]) -> String {
    format!("{}\n{}\n{}", row.title, row.summary, clauses.join("\n"))
}

/// The clauses that a case cites, of its citations.
pub(super) fn clauses(cited: Vec<citation::Model>) -> Vec<String> {
    let adopted = cited.into_iter().filter(|row| row.state == CitationState::Adopted);
    adopted.filter_map(|row| row.clause).take(CLAUSES).collect()
}

/// Reads what changed since it was read last; does nothing while that is less than a second ago and this process has
/// written nothing.
pub(super) async fn refresh(hub: &Hub) -> Result<()> {
    let mut freshness = hub.matching.freshness.lock().await;
    let now = hub.now();
    let Some(since) = freshness.since(now) else { return Ok(()) };
    // Of the first time only what is open matters: there is nothing yet that would have to go.
    let is_first = hub.matching.read().is_empty();
    let mut after = (since, String::new());
    loop {
        let changed = store::case::changed(&hub.db, &after, is_first, PAGE).await?;
        let Some((id, at)) = changed.last() else { break };
        after = (*at, id.to_string());
        let ids = {
            let index = hub.matching.read();
            // Two changes may carry the same time while it is still that time.
            let is_new = |(id, at): &(_, _)| index.updated_at(id) != Some(*at) || *at + SETTLED >= now;
            changed.into_iter().filter(is_new).map(|(id, _)| id).collect()
        };
        take_in(hub, store::case::find_many(&hub.db, ids).await?.into_values().collect()).await?;
    }
    let operators = store::operator::changed_since(&hub.db, since).await?;
    let held: Vec<_> = {
        let index = hub.matching.read();
        operators.into_iter().filter(|id| index.names.has(id)).collect()
    };
    if !is_first && !held.is_empty() {
        let known = store::operator::identities(&hub.db, held).await?;
        let mut index = hub.matching.write();
        known.iter().for_each(|(operator, rows)| index.names.set(operator, rows));
    }
    freshness.read(now);
    Ok(())
}

/// Puts the open ones of these cases into the index, and takes the others out.
async fn take_in(hub: &Hub, rows: Vec<case::Model>) -> Result<()> {
    let (open, over): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_open);
    let ids = open.iter().map(|row| row.id.clone()).collect();
    let mut cited = store::citation::of_cases(&hub.db, ids).await?;
    let operators: BTreeSet<_> = open.iter().map(|row| row.operator_id.clone()).collect();
    let known = store::operator::identities(&hub.db, operators.into_iter().collect()).await?;
    let listings: Vec<Listing> = open
        .into_iter()
        .map(|row| {
            let clauses = clauses(cited.remove(&row.id).unwrap_or_default());
            Listing {
                grams: Grams::of(&Folded::new(&words(&row, &clauses))),
                opened_on: beijing_date(row.created_at),
                updated_at: row.updated_at,
                case: row.id,
                operator: row.operator_id,
                category: row.category,
            }
        })
        .collect();
    let mut index = hub.matching.write();
    over.iter().for_each(|row| index.take(&row.id));
    listings.into_iter().for_each(|listing| index.put(listing));
    known.iter().for_each(|(operator, rows)| index.names.set(operator, rows));
    Ok(())
}
