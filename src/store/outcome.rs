//! What members really got.

use chrono::{DateTime, Utc};
use entity::{
    AccountId, BallotId, CaseId, FilingId, Got, MemberId, OfferId, filing_member, member, outcome,
    outcome_tally, settlement,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict},
};

use crate::error::Result;

/// Members asked in one statement.
const CHUNK: u64 = 1_000;

/// Whom a filing is over for.
#[derive(Clone, Copy, Debug)]
pub enum Over<'a> {
    /// Those who settled in this offer.
    Settled(&'a OfferId),
    /// Everybody it still went on for.
    Ended,
    /// Those it went on for who said yes in this ballot.
    Leaving(&'a BallotId),
}

/// Notes that members are to be asked what they got, from an instant on; who said so before is not asked.
pub async fn ask(
    tx: &DatabaseTransaction,
    (case, filing): (&CaseId, &FilingId),
    over: Over<'_>,
    from: DateTime<Utc>,
) -> Result<()> {
    let mut after: Option<MemberId> = None;
    loop {
        let seats = page(tx, filing, over, after.as_ref()).await?;
        let Some(last) = seats.last() else { return Ok(()) };
        after = Some(last.clone());
        let rows = seats.into_iter().map(|seat| outcome::ActiveModel {
            filing_id: Set(filing.clone()),
            member_id: Set(seat),
            case_id: Set(case.clone()),
            got: Set(None),
            amount_fen: Set(None),
            evidence_id: Set(None),
            told_at: Set(None),
            asked: Set(0),
            next_at: Set(Some(from)),
            counted: Set(true),
        });
        outcome::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
}

async fn page(
    tx: &DatabaseTransaction,
    filing: &FilingId,
    over: Over<'_>,
    after: Option<&MemberId>,
) -> Result<Vec<MemberId>> {
    let mut query: Select<filing_member::Entity> = filing_member::Entity::find()
        .select_only()
        .column(filing_member::Column::MemberId)
        .filter(filing_member::Column::FilingId.eq(filing.clone()));
    query = match over {
        Over::Ended => query
            .filter(filing_member::Column::SettledAt.is_null())
            .filter(filing_member::Column::WithdrawnAt.is_null()),
        Over::Leaving(ballot) => query
            .filter(filing_member::Column::SettledAt.is_null())
            .filter(filing_member::Column::WithdrawnAt.is_null())
            .filter(filing_member::Column::MemberId.in_subquery(super::filing::said_yes(ballot))),
        Over::Settled(offer) => {
            let theirs = settlement::Entity::find()
                .select_only()
                .column(settlement::Column::MemberId)
                .filter(settlement::Column::OfferId.eq(offer.clone()))
                .into_query();
            query.filter(filing_member::Column::MemberId.in_subquery(theirs))
        }
    };
    if let Some(after) = after {
        query = query.filter(filing_member::Column::MemberId.gt(after.clone()));
    }
    Ok(query.order_by_asc(filing_member::Column::MemberId).limit(CHUNK).into_tuple().all(tx).await?)
}

/// What an account said it got of a filing, or was asked.
pub async fn of_account(
    db: &impl ConnectionTrait,
    filing: &FilingId,
    account: &AccountId,
) -> Result<Option<outcome::Model>> {
    let holder =
        outcome::Entity::belongs_to(member::Entity).from(outcome::Column::MemberId).to(member::Column::Id);
    Ok(outcome::Entity::find()
        .join(JoinType::InnerJoin, holder.into())
        .filter(outcome::Column::FilingId.eq(filing.clone()))
        .filter(member::Column::AccountId.eq(account.clone()))
        .order_by_asc(outcome::Column::MemberId)
        .one(db)
        .await?)
}

/// The seat of an account that is in the schedule of a filing.
pub async fn seat_in(
    db: &impl ConnectionTrait,
    filing: &FilingId,
    account: &AccountId,
) -> Result<Option<MemberId>> {
    let holder = filing_member::Entity::belongs_to(member::Entity)
        .from(filing_member::Column::MemberId)
        .to(member::Column::Id);
    Ok(filing_member::Entity::find()
        .join(JoinType::InnerJoin, holder.into())
        .select_only()
        .column(filing_member::Column::MemberId)
        .filter(filing_member::Column::FilingId.eq(filing.clone()))
        .filter(member::Column::AccountId.eq(account.clone()))
        .order_by_asc(filing_member::Column::MemberId)
        .into_tuple()
        .one(db)
        .await?)
}

/// Writes what a member got in place of what they said before.
pub async fn put(tx: &DatabaseTransaction, row: outcome::Model) -> Result<()> {
    outcome::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(
            OnConflict::columns([outcome::Column::FilingId, outcome::Column::MemberId])
                .update_columns([
                    outcome::Column::Got,
                    outcome::Column::AmountFen,
                    outcome::Column::EvidenceId,
                    outcome::Column::ToldAt,
                    outcome::Column::NextAt,
                    outcome::Column::Counted,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Whether somebody is to be asked.
pub async fn is_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    Ok(due(now).one(db).await?.is_some())
}

fn due(now: DateTime<Utc>) -> Select<outcome::Entity> {
    outcome::Entity::find().filter(outcome::Column::NextAt.lte(now))
}

/// Some of those who are to be asked, held; whom another worker sees to is left out.
pub async fn hold_due(
    tx: &DatabaseTransaction,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<outcome::Model>> {
    Ok(due(now)
        .order_by_asc(outcome::Column::NextAt)
        .limit(limit)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .all(tx)
        .await?)
}

/// Writes that held members of one filing were asked once more, and when they are asked next.
pub async fn set_asked(
    tx: &DatabaseTransaction,
    (filing, seats): (&FilingId, Vec<MemberId>),
    next: Option<DateTime<Utc>>,
) -> Result<()> {
    outcome::Entity::update_many()
        .col_expr(outcome::Column::Asked, Expr::col(outcome::Column::Asked).add(1))
        .col_expr(outcome::Column::NextAt, Expr::value(next))
        .filter(outcome::Column::FilingId.eq(filing.clone()))
        .filter(outcome::Column::MemberId.is_in(seats))
        .exec(tx)
        .await?;
    Ok(())
}

/// Filings of which the kept counts do not have everything yet; at most 100.
pub async fn uncounted(db: &impl ConnectionTrait) -> Result<Vec<FilingId>> {
    Ok(outcome::Entity::find()
        .select_only()
        .column(outcome::Column::FilingId)
        .filter(Expr::cust("NOT counted"))
        .group_by(outcome::Column::FilingId)
        .limit(100)
        .into_tuple()
        .all(db)
        .await?)
}

/// Counts anew what members of a held filing got.
pub async fn count(tx: &DatabaseTransaction, filing: &FilingId) -> Result<()> {
    // First of all, so that whatever comes meanwhile is counted once more.
    outcome::Entity::update_many()
        .col_expr(outcome::Column::Counted, Expr::value(true))
        .filter(outcome::Column::FilingId.eq(filing.clone()))
        .filter(Expr::cust("NOT counted"))
        .exec(tx)
        .await?;
    let groups: Vec<(Got, i64, Option<i64>)> = outcome::Entity::find()
        .select_only()
        .column(outcome::Column::Got)
        .column_as(outcome::Column::MemberId.count(), "people")
        // A sum of large numbers is a decimal on PostgreSQL.
        .expr_as(outcome::Column::AmountFen.sum().cast_as("BIGINT"), "amount_fen")
        .filter(outcome::Column::FilingId.eq(filing.clone()))
        .filter(outcome::Column::Got.is_not_null())
        .group_by(outcome::Column::Got)
        .into_tuple()
        .all(tx)
        .await?;
    outcome_tally::Entity::delete_many()
        .filter(outcome_tally::Column::FilingId.eq(filing.clone()))
        .exec(tx)
        .await?;
    if groups.is_empty() {
        return Ok(());
    }
    let rows = groups.into_iter().map(|(got, people, fen)| outcome_tally::ActiveModel {
        filing_id: Set(filing.clone()),
        got: Set(got),
        people: Set(people),
        amount_fen: Set(fen.unwrap_or_default()),
    });
    outcome_tally::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The kept counts of a filing.
pub async fn tallies(db: &impl ConnectionTrait, filing: &FilingId) -> Result<Vec<outcome_tally::Model>> {
    Ok(outcome_tally::Entity::find()
        .filter(outcome_tally::Column::FilingId.eq(filing.clone()))
        .order_by_asc(outcome_tally::Column::Got)
        .all(db)
        .await?)
}

/// Reads what an account settled in a filing and was not broken, in order to change it.
pub async fn hold_settlement(
    tx: &DatabaseTransaction,
    filing: &FilingId,
    account: &AccountId,
) -> Result<Option<settlement::Model>> {
    let holder = settlement::Entity::belongs_to(member::Entity)
        .from(settlement::Column::MemberId)
        .to(member::Column::Id);
    let found = settlement::Entity::find()
        .join(JoinType::InnerJoin, holder.into())
        .filter(settlement::Column::FilingId.eq(filing.clone()))
        .filter(settlement::Column::BrokenAt.is_null())
        .filter(member::Column::AccountId.eq(account.clone()))
        .one(tx)
        .await?;
    let Some(found) = found else { return Ok(None) };
    // Again and locked: somebody may have been quicker.
    Ok(settlement::Entity::find_by_id((found.offer_id, found.member_id))
        .filter(settlement::Column::BrokenAt.is_null())
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?)
}

/// Lets a filing that is not over go on for somebody whose settlement was broken.
pub async fn unsettle(tx: &DatabaseTransaction, filing: &FilingId, seat: &MemberId) -> Result<()> {
    filing_member::Entity::update_many()
        .col_expr(filing_member::Column::SettledAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(filing_member::Column::FilingId.eq(filing.clone()))
        .filter(filing_member::Column::MemberId.eq(seat.clone()))
        .exec(tx)
        .await?;
    Ok(())
}
