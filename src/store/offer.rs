//! Offers, answers to them, and settlements.

use chrono::{DateTime, Utc};
use entity::{
    CaseId, FilingId, MemberId, OfferId, OfferState, filing_member, member, offer, offer_answer, offer_part,
    settlement,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseBackend, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};

use crate::error::{Error, Result};

/// The offer with this id.
pub async fn find(db: &impl ConnectionTrait, id: &OfferId) -> Result<Option<offer::Model>> {
    Ok(offer::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Reads an offer in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &OfferId) -> Result<offer::Model> {
    let row = offer::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("offer"))
}

/// Reads an offer and keeps it from being closed until `tx` ends; several members may do so at once.
pub async fn share(tx: &DatabaseTransaction, id: &OfferId) -> Result<offer::Model> {
    let row = offer::Entity::find_by_id(id.clone()).lock(LockType::Share).one(tx).await?;
    row.ok_or(Error::NotFound("offer"))
}

/// The offers in answer to a filing, newest first; at most 50.
pub async fn list(db: &impl ConnectionTrait, filing: &FilingId) -> Result<Vec<offer::Model>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::FilingId.eq(filing.clone()))
        .order_by_desc(offer::Column::Id)
        .limit(50)
        .all(db)
        .await?)
}

/// The offer that is open in answer to a filing.
pub async fn open_of(db: &impl ConnectionTrait, filing: &FilingId) -> Result<Option<offer::Model>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::FilingId.eq(filing.clone()))
        .filter(offer::Column::State.eq(OfferState::Open))
        .one(db)
        .await?)
}

/// Whether an offer is open in a case.
pub async fn is_open(db: &impl ConnectionTrait, case: &CaseId) -> Result<bool> {
    let open = offer::Entity::find()
        .filter(offer::Column::CaseId.eq(case.clone()))
        .filter(offer::Column::State.eq(OfferState::Open));
    Ok(open.one(db).await?.is_some())
}

/// Open offers whose end has come; at most 100.
pub async fn ended(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<offer::Model>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::State.eq(OfferState::Open))
        .filter(offer::Column::ClosesAt.lte(now))
        .order_by_asc(offer::Column::ClosesAt)
        .limit(100)
        .all(db)
        .await?)
}

/// Writes the amounts that an offer names for single members.
pub async fn insert_parts(tx: &DatabaseTransaction, id: &OfferId, parts: &[(MemberId, i64)]) -> Result<()> {
    for some in parts.chunks(1_000) {
        let rows = some.iter().map(|(seat, fen)| offer_part::ActiveModel {
            offer_id: Set(id.clone()),
            member_id: Set(seat.clone()),
            amount_fen: Set(*fen),
        });
        offer_part::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The amount that an offer names for a seat.
pub async fn part(
    db: &impl ConnectionTrait,
    id: &OfferId,
    seat: &MemberId,
) -> Result<Option<offer_part::Model>> {
    Ok(offer_part::Entity::find_by_id((id.clone(), seat.clone())).one(db).await?)
}

/// What a seat said to an offer.
pub async fn answer(
    db: &impl ConnectionTrait,
    id: &OfferId,
    seat: &MemberId,
) -> Result<Option<offer_answer::Model>> {
    Ok(offer_answer::Entity::find_by_id((id.clone(), seat.clone())).one(db).await?)
}

/// Writes an answer in place of the one that was there.
pub async fn put_answer(tx: &DatabaseTransaction, row: offer_answer::Model) -> Result<()> {
    offer_answer::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(
            OnConflict::columns([offer_answer::Column::OfferId, offer_answer::Column::MemberId])
                .update_columns([
                    offer_answer::Column::Accepts,
                    offer_answer::Column::Sha256,
                    offer_answer::Column::AmountFen,
                    offer_answer::Column::AnsweredAt,
                    offer_answer::Column::Counted,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes back what a seat said to offers that are open.
pub async fn take_back(tx: &DatabaseTransaction, seat: &MemberId) -> Result<()> {
    let open = offer::Entity::find()
        .select_only()
        .column(offer::Column::Id)
        .filter(offer::Column::State.eq(OfferState::Open))
        .into_query();
    offer_answer::Entity::delete_many()
        .filter(offer_answer::Column::MemberId.eq(seat.clone()))
        .filter(offer_answer::Column::OfferId.in_subquery(open))
        .exec(tx)
        .await?;
    Ok(())
}

/// Settles for those who accepted an offer that was just closed, for whom the filing still speaks and who have not left;
/// tells how many they are. Each settlement is made of that member's own answer.
pub async fn settle(tx: &DatabaseTransaction, row: &offer::Model, now: DateTime<Utc>) -> Result<i64> {
    const SQL: &str = "INSERT INTO settlements (offer_id, member_id, filing_id, sha256, amount_fen, accepted_at, settled_at, \
         broken_at) SELECT a.offer_id, a.member_id, o.filing_id, a.sha256, a.amount_fen, a.answered_at, o.closed_at, NULL \
         FROM offers o JOIN offer_answers a ON a.offer_id = o.id \
         JOIN filing_members f ON f.filing_id = o.filing_id AND f.member_id = a.member_id \
         JOIN members m ON m.id = a.member_id \
         WHERE o.id = $1 AND a.accepts AND f.withdrawn_at IS NULL AND f.settled_at IS NULL AND m.left_at IS NULL \
         ON CONFLICT DO NOTHING";
    let backend = tx.get_database_backend();
    let sql = if backend == DatabaseBackend::Postgres {
        // A bare NULL in a select list has no type of its own there.
        SQL.replace("o.closed_at, NULL", "o.closed_at, CAST(NULL AS TIMESTAMPTZ)")
    } else {
        SQL.replace('$', "?")
    };
    let statement = Statement::from_sql_and_values(backend, sql, [row.id.as_str().into()]);
    let settled = tx.execute_raw(statement).await?.rows_affected();
    let theirs = settlement::Entity::find()
        .select_only()
        .column(settlement::Column::MemberId)
        .filter(settlement::Column::OfferId.eq(row.id.clone()))
        .into_query();
    filing_member::Entity::update_many()
        .col_expr(filing_member::Column::SettledAt, Expr::value(now))
        .filter(filing_member::Column::FilingId.eq(row.filing_id.clone()))
        .filter(filing_member::Column::MemberId.in_subquery(theirs))
        .exec(tx)
        .await?;
    Ok(i64::try_from(settled).unwrap_or(i64::MAX))
}

/// How many declined an offer.
pub async fn count_answers(tx: &DatabaseTransaction, id: &OfferId, accepts: bool) -> Result<i64> {
    let count = offer_answer::Entity::find()
        .filter(offer_answer::Column::OfferId.eq(id.clone()))
        .filter(offer_answer::Column::Accepts.eq(accepts))
        .count(tx)
        .await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Offers with answers that the kept counts do not have yet; at most 100.
pub async fn uncounted(db: &impl ConnectionTrait) -> Result<Vec<OfferId>> {
    Ok(offer_answer::Entity::find()
        .select_only()
        .column(offer_answer::Column::OfferId)
        .filter(Expr::cust("NOT counted"))
        .group_by(offer_answer::Column::OfferId)
        .limit(100)
        .into_tuple()
        .all(db)
        .await?)
}

/// Marks the answers to a held offer as counted.
pub async fn set_counted(tx: &DatabaseTransaction, id: &OfferId) -> Result<()> {
    offer_answer::Entity::update_many()
        .col_expr(offer_answer::Column::Counted, Expr::value(true))
        .filter(offer_answer::Column::OfferId.eq(id.clone()))
        .filter(Expr::cust("NOT counted"))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether the seat of the outer query settled, and the settlement was not broken: it is spoken for no more.
pub(super) fn has_settled() -> Expr {
    Expr::exists(
        settlement::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(
                Expr::col((settlement::Entity, settlement::Column::MemberId))
                    .equals((member::Entity, member::Column::Id)),
            )
            .filter(settlement::Column::BrokenAt.is_null())
            .into_query(),
    )
}

/// What a seat settled in an offer.
pub async fn settlement(
    db: &impl ConnectionTrait,
    id: &OfferId,
    seat: &MemberId,
) -> Result<Option<settlement::Model>> {
    Ok(settlement::Entity::find_by_id((id.clone(), seat.clone())).one(db).await?)
}
