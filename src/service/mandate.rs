//! Representatives: who stands, who was elected, and how a mandate ends.

use chrono::{DateTime, Utc};
use entity::{
    BallotKind, CaseId, EventKind, FilingId, MandateEnding, MemberRole, ballot, candidacy, case, mandate,
    member,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;

use super::{
    access::{self, Member, Organiser, Viewer},
    ballot::{self as ballots, Opening},
    redaction::{self, Author},
    timeline::{self, Happening},
};
use crate::{
    domain::{
        ballot::{Candidate, REPRESENTATIVES, Subject},
        filing as filings,
        refusal::Refusal,
        stage, text,
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Stands for representative, or says anew why. Only who has a claim and a complete identity can be elected: the
/// papers of a filing name them.
///
/// # Errors
/// `NO_CLAIM`, `IDENTITY_MISSING`, a refusal about the statement, `CASE_NOT_OPEN`, or as [`access::member`].
pub async fn stand(hub: &Hub, viewer: &Viewer, id: &CaseId, statement: &str) -> Result<candidacy::Model> {
    let Member { case, .. } = access::member(&hub.db, viewer, id).await?;
    stage::work(case.stage)?;
    let statement = text::prose("statement", statement, 5, 500)?;
    let author = Author::of(hub, viewer).await?;
    let [statement] = redaction::anonymise(hub, &case, &author, [&statement]).await?;
    let now = hub.now();
    hub.write(async |tx| {
        let seat = store::member::hold(tx, id, viewer.id()).await?.filter(|seat| seat.left_at.is_none());
        let seat = seat.ok_or(Refusal::NotMember)?;
        let claim = store::claim::of_member(tx, &seat.id).await?;
        claim.filter(|claim| claim.withdrawn_at.is_none()).ok_or(Refusal::NoClaim)?;
        let identity = store::identity::find(tx, viewer.id()).await?;
        identity.filter(|identity| identity.complete).ok_or(Refusal::IdentityMissing)?;
        let row = candidacy::Model {
            case_id: id.clone(),
            member_id: seat.id.clone(),
            statement: statement.clone(),
            stood_at: now,
        };
        if store::mandate::stands(tx, &seat).await? {
            store::save(tx, row.clone()).await?;
        } else {
            store::insert(tx, row.clone()).await?;
            let facts = json!({ "code": seat.code });
            timeline::record(hub, tx, Happening::new(id, EventKind::CandidateStood, None, facts)).await?;
        }
        Ok(row)
    })
    .await
}

/// Stands no longer. Ballots that run keep the candidate, who is not elected once they left.
///
/// # Errors
/// `NOT_A_CANDIDATE`, or as [`access::member`].
pub async fn step_down(hub: &Hub, viewer: &Viewer, id: &CaseId) -> Result<member::Model> {
    hub.write(async |tx| {
        let Member { seat, .. } = access::member(tx, viewer, id).await?;
        if !store::mandate::withdraw(tx, &seat).await? {
            return Err(Refusal::NotACandidate.into());
        }
        Ok(seat)
    })
    .await
}

/// Puts the candidates to the vote.
///
/// # Errors
/// A refusal about the end, `NO_CANDIDATES`, `BALLOT_RUNNING`, `TOO_FEW_MEMBERS`, or as [`access::organiser`].
pub async fn open_election(
    hub: &Hub,
    viewer: &Viewer,
    id: &CaseId,
    closes_at: DateTime<Utc>,
) -> Result<ballot::Model> {
    hub.write(async |tx| {
        let Organiser { case, seat } = access::organiser(tx, viewer, id).await?;
        let candidates: Vec<Candidate> = store::mandate::candidates(tx, id)
            .await?
            .into_iter()
            .filter_map(|(row, seat)| Some(Candidate { code: seat?.code, statement: row.statement }))
            .collect();
        if candidates.is_empty() {
            return Err(Refusal::NoCandidates.into());
        }
        let subject = Subject::Election { case: case.number.clone(), seats: REPRESENTATIVES, candidates };
        let electorate = store::claim::count_standing(tx, id).await?;
        let opening = Opening { kind: BallotKind::Election, subject: &subject, electorate, closes_at };
        ballots::open_resolution(hub, tx, &case, &seat, opening).await
    })
    .await
}

/// Puts to the vote whether a candidate takes the place of a representative, also of one who resigned.
///
/// # Errors
/// `NOT_A_CANDIDATE`, `NOT_A_REPRESENTATIVE`, a refusal about the end or reason, `BALLOT_RUNNING`, `TOO_FEW_MEMBERS`,
/// or as [`access::organiser`].
pub async fn open_replacement(
    hub: &Hub,
    viewer: &Viewer,
    id: &CaseId,
    (leaving, candidate): (&str, &str),
    reason: &str,
    closes_at: DateTime<Utc>,
) -> Result<ballot::Model> {
    let reason = text::prose("reason", reason, 4, 500)?;
    hub.write(async |tx| {
        let Organiser { case, seat } = access::organiser(tx, viewer, id).await?;
        let candidates = store::mandate::candidates(tx, id).await?.into_iter();
        let mut candidates = candidates
            .filter_map(|(row, seat)| Some(Candidate { code: seat?.code, statement: row.statement }));
        let candidate = candidates
            .find(|known| known.code == candidate.trim().to_uppercase())
            .ok_or(Refusal::NotACandidate)?;
        let leaving = leaving.trim().to_uppercase();
        if !store::mandate::was_given(tx, id, &leaving).await? || leaving == candidate.code {
            return Err(Refusal::NotARepresentative.into());
        }
        let subject =
            Subject::Replacement { case: case.number.clone(), leaving, candidate, reason: reason.clone() };
        let electorate = store::claim::count_standing(tx, id).await?;
        let opening = Opening { kind: BallotKind::Replacement, subject: &subject, electorate, closes_at };
        ballots::open_resolution(hub, tx, &case, &seat, opening).await
    })
    .await
}

/// Asks everybody in a filing whether they take their part of it back; it goes on for those who do not say yes.
///
/// # Errors
/// `NotFound`, `FILING_OVER`, a refusal about the end or reason, `BALLOT_RUNNING`, or as [`access::organiser`].
pub async fn open_withdrawal(
    hub: &Hub,
    viewer: &Viewer,
    id: &FilingId,
    reason: &str,
    closes_at: DateTime<Utc>,
) -> Result<ballot::Model> {
    let reason = text::prose("reason", reason, 4, 500)?;
    let found = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    hub.write(async |tx| {
        let Organiser { case, seat } =
            access::organiser(tx, viewer, &found.case_id).await.map_err(|error| error.about("filing"))?;
        let row = store::filing::hold(tx, id).await?;
        if filings::is_over(row.status) {
            return Err(Refusal::FilingOver.into());
        }
        let subject = Subject::Withdrawal {
            case: case.number.clone(),
            filing: id.clone(),
            filed_sha256: row.content_sha256.unwrap_or_default(),
            reason: reason.clone(),
        };
        let electorate = store::filing::count_going_on(tx, id).await?;
        let opening = Opening { kind: BallotKind::Withdrawal, subject: &subject, electorate, closes_at };
        ballots::open_resolution(hub, tx, &case, &seat, opening).await
    })
    .await
}

/// Somebody who acts for the members of a case towards others, and the case, held.
pub(super) struct Hand {
    /// The case.
    pub(super) case: case::Model,
    /// Their seat.
    pub(super) seat: member::Model,
}

/// Proves that the viewer organises the case or represents its members, and holds it.
///
/// # Errors
/// As [`access::member`], or `REPRESENTATIVES_ONLY`.
pub(super) async fn hand(tx: &DatabaseTransaction, viewer: &Viewer, id: &CaseId) -> Result<Hand> {
    let Member { seat, .. } = access::member(tx, viewer, id).await?;
    match seat.role {
        MemberRole::Organiser | MemberRole::Representative => {
            Ok(Hand { case: store::case::hold(tx, id).await?, seat })
        }
        MemberRole::Member => Err(Refusal::RepresentativesOnly.into()),
    }
}

/// Gives a mandate back.
///
/// # Errors
/// `NOT_A_REPRESENTATIVE`, or as [`access::member`].
pub async fn resign(hub: &Hub, viewer: &Viewer, id: &CaseId) -> Result<mandate::Model> {
    hub.write(async |tx| {
        let Member { seat, .. } = access::member(tx, viewer, id).await?;
        end(hub, tx, &seat, MandateEnding::Resigned).await?.ok_or_else(|| Refusal::NotARepresentative.into())
    })
    .await
}

/// Ends the mandate of a seat; `None` when it has none.
pub(super) async fn end(
    hub: &Hub,
    tx: &DatabaseTransaction,
    seat: &member::Model,
    ending: MandateEnding,
) -> Result<Option<mandate::Model>> {
    let Some(row) = store::mandate::hold_of(tx, &seat.id).await? else { return Ok(None) };
    let row = mandate::Model { ended_at: Some(hub.now()), ending: Some(ending), ..row };
    store::save(tx, row.clone()).await?;
    if seat.role == MemberRole::Representative {
        store::member::set_role(tx, &seat.id, MemberRole::Member).await?;
    }
    let facts = json!({ "code": seat.code, "ending": format!("@mandate_ending.{}", ending.as_str()) });
    timeline::record(hub, tx, Happening::new(&row.case_id, EventKind::MandateEnded, None, facts)).await?;
    Ok(Some(row))
}

/// The representatives of a case, oldest mandate first.
///
/// # Errors
/// A fault only.
pub async fn representatives(db: &impl ConnectionTrait, case: &CaseId) -> Result<Vec<member::Model>> {
    let lasting = store::mandate::lasting(db, case).await?;
    Ok(lasting.into_iter().filter_map(|(_, seat)| seat).collect())
}

/// The mandates of a case that last, with the pseudonyms of those who have them.
///
/// # Errors
/// A fault only.
pub async fn lasting(hub: &Hub, member: &Member) -> Result<Vec<(mandate::Model, String)>> {
    let lasting = store::mandate::lasting(&hub.db, &member.case.id).await?;
    Ok(lasting.into_iter().filter_map(|(row, seat)| Some((row, seat?.code))).collect())
}

/// Who stands for representative in a case, with their pseudonyms.
///
/// # Errors
/// A fault only.
pub async fn candidates(hub: &Hub, member: &Member) -> Result<Vec<(candidacy::Model, String)>> {
    let standing = store::mandate::candidates(&hub.db, &member.case.id).await?;
    Ok(standing.into_iter().filter_map(|(row, seat)| Some((row, seat?.code))).collect())
}
