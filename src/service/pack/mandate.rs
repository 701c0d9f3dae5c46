//! The written mandate of a filing, put together from the votes.

use std::collections::HashMap;

use entity::{Choice, MemberId, ballot, filing, member};

use crate::{
    domain::{
        calendar::beijing_date,
        channel,
        complaint::{Complaint, Entry},
        mandate::{Consent, Mandate, Outcome, Representative},
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Members looked up in one go.
const CHUNK: u64 = 1_000;

/// The mandate of the representatives whom the filed text names; `None` where it names none.
pub(super) async fn of(hub: &Hub, row: &filing::Model, content: &Complaint) -> Result<Option<Mandate>> {
    let speaking: Vec<&Entry> = content.schedule.iter().filter(|entry| entry.representative).collect();
    if speaking.is_empty() {
        return Ok(None);
    }
    let ballot = store::ballot::find(&hub.db, &row.ballot_id).await?.ok_or(Error::NotFound("ballot"))?;
    let mut elections: Vec<(String, ballot::Model)> = Vec::new();
    let mut representatives = Vec::new();
    for entry in speaking {
        let election = election(hub, row, &entry.code).await?;
        let Some(identity) = &entry.identity else { continue };
        representatives.push(Representative {
            code: entry.code.clone(),
            name: identity.name.clone(),
            phone: identity.phone.clone(),
            election_sha256: election.as_ref().map(|election| election.sha256.clone()),
        });
        elections.extend(election.map(|election| (entry.code.clone(), election)));
    }
    Ok(Some(Mandate {
        case: content.case.clone(),
        respondent: content.respondent.clone(),
        version: content.version,
        channel: channel::of(row.channel).name_zh.clone(),
        filed_on: beijing_date(row.filed_at),
        voted_sha256: content.voted_sha256.clone().unwrap_or_default(),
        filed_sha256: row.content_sha256.clone().unwrap_or_default(),
        consents: consents(hub, row, content, &elections).await?,
        vote: Outcome {
            closed_at: ballot.closed_at,
            counts: [ballot.yes, ballot.no, ballot.abstain],
            tally_sha256: ballot.tally_sha256,
        },
        representatives,
    }))
}

/// The ballot that elected somebody, the last one before the filing.
async fn election(hub: &Hub, row: &filing::Model, code: &str) -> Result<Option<ballot::Model>> {
    match store::mandate::before(&hub.db, &row.case_id, code, row.filed_at).await? {
        Some(mandate) => store::ballot::find(&hub.db, &mandate.ballot_id).await,
        None => Ok(None),
    }
}

async fn consents(
    hub: &Hub,
    row: &filing::Model,
    content: &Complaint,
    elections: &[(String, ballot::Model)],
) -> Result<Vec<Consent>> {
    let entries: HashMap<&str, &Entry> =
        content.schedule.iter().map(|entry| (entry.code.as_str(), entry)).collect();
    let (mut consents, mut after) = (Vec::new(), None::<MemberId>);
    loop {
        let seats: Vec<member::Model> =
            store::filing::everybody_after(&hub.db, &row.id, after.as_ref(), CHUNK).await?;
        let Some(last) = seats.last() else { break };
        after = Some(last.id.clone());
        let ids: Vec<MemberId> = seats.iter().map(|seat| seat.id.clone()).collect();
        let votes = store::vote::of_seats(&hub.db, &row.ballot_id, &ids).await?;
        let mut elected = HashMap::new();
        for (code, election) in elections {
            for (seat, vote) in store::vote::of_seats(&hub.db, &election.id, &ids).await? {
                let chosen =
                    vote.candidates.as_deref().is_none_or(|codes| codes.contains(&format!("\"{code}\"")));
                if vote.choice == Choice::Yes && chosen {
                    elected.entry(seat).or_insert(vote.cast_at);
                }
            }
        }
        for seat in seats {
            let Some(entry) = entries.get(seat.code.as_str()) else { continue };
            consents.push(Consent {
                row: entry.row,
                name: entry.identity.as_ref().map(|identity| identity.name.clone()).unwrap_or_default(),
                voted_at: votes
                    .get(&seat.id)
                    .filter(|vote| vote.choice == Choice::Yes)
                    .map(|vote| vote.cast_at),
                elected_at: elected.get(&seat.id).copied(),
                code: seat.code,
            });
        }
    }
    consents.sort_by_key(|consent| consent.row);
    Ok(consents)
}
