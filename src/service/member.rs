//! Seats: taken by joining, left at any time before a filing and from every later one.

use entity::{
    AccountId, CaseId, CustodyAct, EventKind, MandateEnding, MemberRole, Stage, case, claim, member,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    access::{self, Caller, Member, Viewer},
    claim as claims, custody,
    evidence::is_pooled,
    mandate,
    timeline::{self, Happening},
};
use crate::{
    domain::{self, pseudonym, refusal::Refusal, stage},
    error::{Error, Result},
    hub::Hub,
    keys,
    store::{
        self,
        case::Tally,
        identity::Shared,
        page::{Page, Slice},
    },
};

/// Takes a seat under a code that nobody has or had in the case; `None` when the account has one already.
pub(super) async fn take_seat(
    hub: &Hub,
    tx: &DatabaseTransaction,
    case: &CaseId,
    account: &AccountId,
    role: MemberRole,
) -> Result<Option<member::Model>> {
    for tries in 0..8 {
        let seat = member::Model {
            // The id says nothing of who came first.
            id: hub.mint_blind(),
            case_id: case.clone(),
            account_id: account.clone(),
            code: pseudonym::code(keys::random(), tries),
            role,
            joined_at: hub.now(),
            left_at: None,
        };
        if store::insert_if_free(tx, seat.clone()).await? {
            return Ok(Some(seat));
        }
        // Either the code is taken, or the account has a seat.
        if store::member::find(tx, case, account).await?.is_some() {
            return Ok(None);
        }
    }
    Err(Error::fault("taking a seat")("no pseudonym was free"))
}

/// What joining gave.
pub struct Joined {
    /// The case.
    pub case: case::Model,
    /// The seat.
    pub seat: member::Model,
    /// The claim.
    pub claim: claim::Model,
}

/// Joins a case with a claim. Who left takes their old seat again; who organises it adds their claim.
///
/// Neither a lock on the case nor a counter in it is taken: a popular case is joined by many at once.
///
/// # Errors
/// A refusal about a field, `ALREADY_MEMBER`, or `CASE_NOT_OPEN`.
pub async fn join(
    hub: &Hub,
    caller: &Caller,
    viewer: &Viewer,
    id: &CaseId,
    draft: &domain::claim::Draft<'_>,
) -> Result<Joined> {
    let (case, operator) =
        store::case::find_with_operator(&hub.db, id).await?.ok_or(Error::NotFound("case"))?;
    if !access::is_public(&case) {
        access::see(&hub.db, caller, case.clone()).await?;
    }
    if case.stage != Stage::Draft {
        stage::join(case.stage)?;
    }
    let prepared = claims::prepare(hub, viewer, &case, &operator, draft).await?;
    hub.write(async |tx| {
        // The seat is tried first and looked for only when it was not free: most who join are new.
        let (seat, claim, arrived) = match take_seat(hub, tx, id, viewer.id(), MemberRole::Member).await? {
            Some(seat) => {
                let claim = prepared.at(hub, &seat);
                store::insert(tx, claim.clone()).await?;
                (seat, claim, true)
            }
            None => {
                let seat = store::member::hold(tx, id, viewer.id()).await?.ok_or(Error::NotFound("seat"))?;
                sit_again(hub, tx, seat, prepared).await?
            }
        };
        let tally = Tally { members: i64::from(arrived), claimed_fen: claim.amount_fen, ..Tally::default() };
        // Without an actor: watching who joins when must not tell whose code is whose.
        timeline::record(
            hub,
            tx,
            Happening::new(id, EventKind::MemberJoined, None, json!({})).counting(tally),
        )
        .await?;
        Ok(Joined { case: case.clone(), seat, claim })
    })
    .await
}

/// Gives a seat that is there already its claim; tells whether its holder had left.
async fn sit_again(
    hub: &Hub,
    tx: &DatabaseTransaction,
    mut seat: member::Model,
    prepared: claims::Prepared,
) -> Result<(member::Model, claim::Model, bool)> {
    let arrived = seat.left_at.is_some();
    let old = store::claim::hold(tx, &seat.id).await?;
    if !arrived && old.as_ref().is_some_and(|claim| claim.withdrawn_at.is_none()) {
        return Err(Refusal::AlreadyMember { code: seat.code }.into());
    }
    if arrived {
        seat.left_at = None;
        seat.role = MemberRole::Member;
        seat.joined_at = hub.now();
        store::save(tx, seat.clone()).await?;
    }
    let fresh = prepared.at(hub, &seat);
    let claim = match old {
        Some(old) => {
            let claim = claim::Model { id: old.id, ..fresh };
            store::save(tx, claim.clone()).await?;
            claim
        }
        None => {
            store::insert(tx, fresh.clone()).await?;
            fresh
        }
    };
    Ok((seat, claim, arrived))
}

/// Why a seat is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaving {
    /// Its holder leaves the case.
    Case,
    /// Its holder closes the account.
    Account,
    /// Its holder closed the account before; a restored database does not know it yet.
    Restored,
}

/// Leaves a case: the claim and the evidence go with it. What was filed stays filed.
///
/// # Errors
/// `NOT_MEMBER`, or `LAST_ORGANISER` while the case is not closed.
pub async fn leave(hub: &Hub, viewer: &Viewer, id: &CaseId) -> Result<case::Model> {
    hub.write(async |tx| {
        let Member { case, seat } = access::member(tx, viewer, id).await?;
        let seat = access::still(tx, viewer, &seat).await?;
        leave_seat(hub, tx, seat, Leaving::Case).await?;
        Ok(case)
    })
    .await
}

/// Leaves a held seat.
pub(super) async fn leave_seat(
    hub: &Hub,
    tx: &DatabaseTransaction,
    seat: member::Model,
    why: Leaving,
) -> Result<()> {
    let case = store::case::find(tx, &seat.case_id).await?.ok_or(Error::NotFound("case"))?;
    if seat.role == MemberRole::Organiser && why != Leaving::Restored {
        let case = store::case::hold(tx, &seat.case_id).await?;
        let alone = store::member::count_organisers(tx, &case.id).await? <= 1;
        // A draft that nobody else ever saw, or a case that is over, needs nobody to run it.
        if alone && !matches!(case.stage, Stage::Closed | Stage::Draft) {
            return Err(Refusal::LastOrganiser.into());
        }
    }
    let now = hub.now();
    let mut tally = Tally { members: -1, ..Tally::default() };
    if let Some(claim) = store::claim::hold(tx, &seat.id).await?
        && claim.withdrawn_at.is_none()
    {
        tally.claimed_fen = -claim.amount_fen;
        store::save(tx, claim::Model { withdrawn_at: Some(now), ..claim }).await?;
    }
    let mut pieces = store::evidence::hold_of(tx, &seat.id).await?;
    pieces.retain(|piece| piece.withdrawn_at.is_none());
    let pooled = pieces.iter().filter(|piece| is_pooled(piece.state)).count();
    tally.evidence = -i64::try_from(pooled).unwrap_or_default();
    store::evidence::withdraw_all(tx, &seat.id, now).await?;
    let pieces: Vec<_> = pieces.iter().map(Into::into).collect();
    custody::record_all(hub, tx, &pieces, &[CustodyAct::Withdrawn], None).await?;
    store::mandate::withdraw(tx, &seat).await?;
    mandate::end(hub, tx, &seat, MandateEnding::Left).await?;
    // A yes of before must not speak for somebody who comes back with other facts.
    store::vote::take_back(tx, std::slice::from_ref(&seat.id)).await?;
    store::offer::take_back(tx, &seat.id).await?;
    let role = if seat.role == MemberRole::Representative { MemberRole::Member } else { seat.role };
    store::save(tx, member::Model { left_at: Some(now), role, ..seat }).await?;
    let facts = json!({ "account_closed": why != Leaving::Case });
    timeline::record(hub, tx, Happening::new(&case.id, EventKind::MemberLeft, None, facts).counting(tally))
        .await?;
    Ok(())
}

/// The members of a case, by their codes, for its members.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, member: &Member, page: &Page) -> Result<Slice<member::Model>> {
    store::member::page(&hub.db, &member.case.id, page).await
}

/// Whether somebody else in the case has the telephone number or address of this seat's holder (crm-17).
///
/// # Errors
/// A fault only.
pub async fn has_twin(hub: &Hub, member: &Member) -> Result<bool> {
    let Some(row) = store::identity::find(&hub.db, &member.seat.account_id).await? else { return Ok(false) };
    for (what, index) in [(Shared::Phone, Some(row.phone_index)), (Shared::Address, row.address_index)] {
        if let Some(index) = index
            && store::identity::has_twin(&hub.db, &member.case.id, &member.seat.id, what, &index).await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}
