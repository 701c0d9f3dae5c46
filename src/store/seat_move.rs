//! Seats on their way from one case to another, with what belongs to them, and where they came from.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{
    AccountId, CaseId, ClaimId, EvidenceId, EvidenceState, MemberId, MemberRole, claim, contact, evidence,
    member, outcome, seat_move, settlement,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use crate::{domain::digest, error::Result};

/// The seats of a case that were not left, by account behind `after`.
pub async fn page(
    db: &impl ConnectionTrait,
    case: &CaseId,
    after: &str,
    limit: u64,
) -> Result<Vec<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::LeftAt.is_null())
        .filter(member::Column::AccountId.gt(after))
        .order_by_asc(member::Column::AccountId)
        .limit(limit)
        .all(db)
        .await?)
}

/// The seat of a case that was taken first of those that were not left.
pub async fn first_of(db: &impl ConnectionTrait, case: &CaseId) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::LeftAt.is_null())
        .order_by_asc(member::Column::JoinedAt)
        .order_by_asc(member::Column::Id)
        .one(db)
        .await?)
}

/// Those of these seats that are still in a case, in order to move them. What somebody else holds is left out, so that
/// nobody waits for nobody: it is met again on the next pass.
pub async fn hold(
    tx: &DatabaseTransaction,
    case: &CaseId,
    seats: Vec<MemberId>,
) -> Result<Vec<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::Id.is_in(seats))
        .filter(member::Column::CaseId.eq(case.clone()))
        .order_by_asc(member::Column::AccountId)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .all(tx)
        .await?)
}

/// The seats of these accounts in a case, left ones too.
pub async fn of_accounts(
    db: &impl ConnectionTrait,
    case: &CaseId,
    accounts: Vec<AccountId>,
) -> Result<Vec<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::AccountId.is_in(accounts))
        .all(db)
        .await?)
}

/// Those of these codes that somebody has or had in a case.
pub async fn taken(db: &impl ConnectionTrait, case: &CaseId, codes: Vec<String>) -> Result<HashSet<String>> {
    let codes: Vec<String> = member::Entity::find()
        .select_only()
        .column(member::Column::Code)
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::Code.is_in(codes))
        .into_tuple()
        .all(db)
        .await?;
    Ok(codes.into_iter().collect())
}

/// Puts held seats into another case, where they keep their codes and roles and are as old as their coming.
pub async fn relocate(
    tx: &DatabaseTransaction,
    seats: Vec<MemberId>,
    into: &CaseId,
    now: DateTime<Utc>,
) -> Result<()> {
    member::Entity::update_many()
        .col_expr(member::Column::CaseId, Expr::value(into.as_str()))
        .col_expr(member::Column::JoinedAt, Expr::value(now))
        .filter(member::Column::Id.is_in(seats))
        .exec(tx)
        .await?;
    Ok(())
}

/// As [`relocate`], for one seat under another code or in another role.
pub async fn reseat(
    tx: &DatabaseTransaction,
    seat: &MemberId,
    into: &CaseId,
    (code, role): (&str, MemberRole),
    now: DateTime<Utc>,
) -> Result<()> {
    member::Entity::update_many()
        .col_expr(member::Column::CaseId, Expr::value(into.as_str()))
        .col_expr(member::Column::JoinedAt, Expr::value(now))
        .col_expr(member::Column::Code, Expr::value(code))
        .col_expr(member::Column::Role, Expr::value(role.as_str()))
        .filter(member::Column::Id.eq(seat.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Puts a claim into another case, where its order number has another keyed hash.
pub async fn place_claim(
    tx: &DatabaseTransaction,
    claim: &ClaimId,
    into: &CaseId,
    index: Vec<u8>,
) -> Result<()> {
    claim::Entity::update_many()
        .col_expr(claim::Column::CaseId, Expr::value(into.as_str()))
        .col_expr(claim::Column::OrderIndex, Expr::value(index))
        .filter(claim::Column::Id.eq(claim.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// A piece of evidence as moving it needs to know it: its texts may be long.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Whose it is.
    pub seat: MemberId,
    /// Its id.
    pub id: EvidenceId,
    /// How far it has come.
    pub state: EvidenceState,
    /// Digest of the original.
    pub original_digest: String,
    /// SHA-256 of the copy.
    pub copy_sha256: String,
}

/// Everything of these seats, in the order of its ids, in order to move it.
pub async fn hold_pieces(tx: &DatabaseTransaction, seats: Vec<MemberId>) -> Result<Vec<Piece>> {
    let rows: Vec<(MemberId, EvidenceId, EvidenceState, String, Option<String>, String)> =
        evidence::Entity::find()
            .select_only()
            .columns([
                evidence::Column::MemberId,
                evidence::Column::Id,
                evidence::Column::State,
                evidence::Column::OriginalSha256,
                evidence::Column::OriginalSalt,
                evidence::Column::CopySha256,
            ])
            .filter(evidence::Column::MemberId.is_in(seats))
            .order_by_asc(evidence::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .into_tuple()
            .all(tx)
            .await?;
    let piece = |(seat, id, state, sha256, salt, copy_sha256): (_, _, _, String, Option<String>, _)| {
        let original_digest = digest::of_original(&sha256, salt.as_deref());
        Piece { seat, id, state, original_digest, copy_sha256 }
    };
    Ok(rows.into_iter().map(piece).collect())
}

/// Puts the contact logs and the evidence of these seats into another case.
pub async fn carry(tx: &DatabaseTransaction, seats: Vec<MemberId>, into: &CaseId) -> Result<()> {
    contact::Entity::update_many()
        .col_expr(contact::Column::CaseId, Expr::value(into.as_str()))
        .filter(contact::Column::MemberId.is_in(seats.clone()))
        .exec(tx)
        .await?;
    evidence::Entity::update_many()
        .col_expr(evidence::Column::CaseId, Expr::value(into.as_str()))
        .filter(evidence::Column::MemberId.is_in(seats))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives the contact log and the evidence of a seat to another seat of its holder, and what is known of where it came
/// from.
pub async fn hand_over(tx: &DatabaseTransaction, from: &MemberId, to: &member::Model) -> Result<()> {
    contact::Entity::update_many()
        .col_expr(contact::Column::CaseId, Expr::value(to.case_id.as_str()))
        .col_expr(contact::Column::MemberId, Expr::value(to.id.as_str()))
        .filter(contact::Column::MemberId.eq(from.clone()))
        .exec(tx)
        .await?;
    evidence::Entity::update_many()
        .col_expr(evidence::Column::CaseId, Expr::value(to.case_id.as_str()))
        .col_expr(evidence::Column::MemberId, Expr::value(to.id.as_str()))
        .filter(evidence::Column::MemberId.eq(from.clone()))
        .exec(tx)
        .await?;
    // What they settled and got stays theirs, and with the seat they have now.
    settlement::Entity::update_many()
        .col_expr(settlement::Column::MemberId, Expr::value(to.id.as_str()))
        .filter(settlement::Column::MemberId.eq(from.clone()))
        .exec(tx)
        .await?;
    outcome::Entity::update_many()
        .col_expr(outcome::Column::MemberId, Expr::value(to.id.as_str()))
        .filter(outcome::Column::MemberId.eq(from.clone()))
        .exec(tx)
        .await?;
    seat_move::Entity::update_many()
        .col_expr(seat_move::Column::MemberId, Expr::value(to.id.as_str()))
        .filter(seat_move::Column::MemberId.eq(from.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Records where seats came from.
pub async fn insert(tx: &DatabaseTransaction, rows: Vec<seat_move::Model>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    seat_move::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The seats that an account had in these cases before they went on in other ones, each with the seat it has now; the
/// last move last.
pub async fn former(
    db: &impl ConnectionTrait,
    cases: Vec<CaseId>,
    account: &AccountId,
) -> Result<Vec<(seat_move::Model, member::Model)>> {
    let now = seat_move::Entity::belongs_to(member::Entity)
        .from(seat_move::Column::MemberId)
        .to(member::Column::Id);
    let found = seat_move::Entity::find()
        .join(JoinType::InnerJoin, now.into())
        .select_also(member::Entity)
        .filter(member::Column::AccountId.eq(account.clone()))
        .filter(member::Column::LeftAt.is_null())
        .filter(seat_move::Column::FromCaseId.is_in(cases))
        .order_by_asc(seat_move::Column::TransferId)
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(from, now)| Some((from, now?))).collect())
}

/// Where a seat came from, the last move first.
pub async fn origins(db: &impl ConnectionTrait, seat: &MemberId) -> Result<Vec<seat_move::Model>> {
    Ok(seat_move::Entity::find()
        .filter(seat_move::Column::MemberId.eq(seat.clone()))
        .order_by_desc(seat_move::Column::TransferId)
        .limit(100)
        .all(db)
        .await?)
}

/// The claims of these seats, in order to move them.
pub async fn hold_claims(
    tx: &DatabaseTransaction,
    seats: Vec<MemberId>,
) -> Result<HashMap<MemberId, claim::Model>> {
    let rows = claim::Entity::find()
        .filter(claim::Column::MemberId.is_in(seats))
        .order_by_asc(claim::Column::MemberId)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.member_id.clone(), row)).collect())
}

/// Marks the seat that went on in another one as left.
pub async fn vacate(tx: &DatabaseTransaction, seat: &MemberId, now: DateTime<Utc>) -> Result<()> {
    member::Entity::update_many()
        .col_expr(member::Column::LeftAt, Expr::value(now))
        .filter(member::Column::Id.eq(seat.clone()))
        .exec(tx)
        .await?;
    Ok(())
}
