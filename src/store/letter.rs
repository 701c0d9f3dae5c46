//! Letters, and addresses that take no more of them.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    AccountId, CaseId, EventId, LetterId, LetterPreference, LetterState, MemberId, letter, member,
    suppression,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};

use super::page::{Page, Slice};
use crate::error::Result;

/// The last account of the next page of a case's seats behind `after`, and whether the page is full.
pub async fn page_end(
    db: &impl ConnectionTrait,
    case: &CaseId,
    after: &str,
    size: u64,
) -> Result<Option<AccountId>> {
    let full: Option<AccountId> = seats(case, after)
        .order_by_asc(member::Column::AccountId)
        .offset(size - 1)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    if full.is_some() {
        return Ok(full);
    }
    Ok(seats(case, after).order_by_desc(member::Column::AccountId).limit(1).into_tuple().one(db).await?)
}

fn seats(case: &CaseId, after: &str) -> sea_orm::Select<member::Entity> {
    member::Entity::find()
        .select_only()
        .column(member::Column::AccountId)
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::AccountId.gt(after))
}

/// What one event sends to the members of its case.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// The event.
    pub event: EventId,
    /// Its case.
    pub case: CaseId,
    /// Template of the letters.
    pub template: &'static str,
    /// Whether those read it who want only ballots, answers and results.
    pub is_result: bool,
    /// When it is written.
    pub now: DateTime<Utc>,
    /// When those read it who want one letter a day.
    pub digest_at: DateTime<Utc>,
}

/// Writes the letters for the seats whose accounts lie in `(after, to]`; a second run writes none again.
///
/// One statement a page: the database makes the rows itself, which is what lets 100,000 letters be queued in
/// seconds. A letter is named by its event and its seat.
pub async fn fan_out(
    tx: &DatabaseTransaction,
    news: &Announcement,
    after: &str,
    to: &AccountId,
) -> Result<u64> {
    const SQL: &str = "INSERT INTO letters (id, account_id, address, host, case_id, event_id, template, facts_sealed, \
         state, attempts, next_at, reason, created_at, sent_at) \
         SELECT 'ltr_' || substr(CAST($1 AS VARCHAR), 5) || substr(m.id, 5), a.id, NULL, a.mail_host, m.case_id, $1, $2, NULL, \
         CASE WHEN a.letters = $3 THEN 'held' ELSE 'queued' END, 0, \
         CASE WHEN a.letters = $3 THEN $4 ELSE $5 END, NULL, $5, NULL \
         FROM members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.case_id = $6 AND m.account_id > $7 AND m.account_id <= $8 AND m.left_at IS NULL \
         AND a.closed_at IS NULL AND a.letters <> $11 AND (a.letters <> $9 OR $10) \
         ON CONFLICT DO NOTHING";
    let backend = tx.get_database_backend();
    let postgres = backend == DatabaseBackend::Postgres;
    let sql = if postgres {
        // A bare parameter in a select list has no type of its own there.
        SQL.replace("THEN $4 ELSE $5 END", "THEN CAST($4 AS TIMESTAMPTZ) ELSE CAST($5 AS TIMESTAMPTZ) END")
            .replace("m.case_id, $1, $2,", "m.case_id, CAST($1 AS VARCHAR), CAST($2 AS VARCHAR),")
    } else {
        SQL.replace('$', "?")
    };
    let values = [
        news.event.as_str().into(),
        news.template.into(),
        LetterPreference::Daily.as_str().into(),
        news.digest_at.into(),
        news.now.into(),
        news.case.as_str().into(),
        after.into(),
        to.as_str().into(),
        LetterPreference::Results.as_str().into(),
        news.is_result.into(),
        LetterPreference::None.as_str().into(),
    ];
    Ok(tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?.rows_affected())
}

/// The name of the letter that tells a seat of an event.
#[must_use]
pub fn id_of(event: &EventId, seat: &MemberId) -> String {
    let suffix = |id: &str| id.split_once('_').map(|(_, suffix)| suffix.to_owned()).unwrap_or_default();
    format!("ltr_{}{}", suffix(event.as_str()), suffix(seat.as_str()))
}

/// Whether a letter is due.
pub async fn is_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    for state in DUE {
        let found: Option<LetterId> =
            due(state, now).select_only().column(letter::Column::Id).limit(1).into_tuple().one(db).await?;
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The states in which a letter may be due, asked for one by one: only then does the index give them in order,
/// and 100,000 letters that wait are not sorted for each batch.
const DUE: [LetterState; 2] = [LetterState::Queued, LetterState::Sending];

fn due(state: LetterState, now: DateTime<Utc>) -> sea_orm::Select<letter::Entity> {
    letter::Entity::find().filter(letter::Column::State.eq(state)).filter(letter::Column::NextAt.lte(now))
}

/// Takes letters that are due, until the lease ends; those whose sender vanished are due again then.
pub async fn take(
    tx: &DatabaseTransaction,
    now: DateTime<Utc>,
    lease: TimeDelta,
    limit: u64,
) -> Result<Vec<letter::Model>> {
    let mut rows = Vec::new();
    for state in DUE {
        let room = limit.saturating_sub(rows.len() as u64);
        if room > 0 {
            let more = due(state, now).order_by_asc(letter::Column::NextAt).limit(room);
            rows.extend(more.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(tx).await?);
        }
    }
    if rows.is_empty() {
        return Ok(rows);
    }
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Sending.as_str()))
        .col_expr(letter::Column::NextAt, Expr::value(now + lease))
        .col_expr(letter::Column::Attempts, Expr::col(letter::Column::Attempts).add(1))
        .filter(letter::Column::Id.is_in(rows.iter().map(|row| row.id.clone())))
        .exec(tx)
        .await?;
    for row in &mut rows {
        row.attempts += 1;
    }
    Ok(rows)
}

/// Records letters that the receiving server took; what they said is forgotten.
pub async fn set_sent(tx: &DatabaseTransaction, ids: Vec<LetterId>, now: DateTime<Utc>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Sent.as_str()))
        .col_expr(letter::Column::SentAt, Expr::value(now))
        .col_expr(letter::Column::Reason, Expr::value(Option::<String>::None))
        .col_expr(letter::Column::FactsSealed, Expr::value(Option::<Vec<u8>>::None))
        .filter(letter::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// Puts letters off; those that were never tried get their attempt back.
pub async fn set_again(
    tx: &DatabaseTransaction,
    ids: Vec<LetterId>,
    at: DateTime<Utc>,
    reason: Option<&str>,
) -> Result<()> {
    let spent = i32::from(reason.is_none());
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Queued.as_str()))
        .col_expr(letter::Column::NextAt, Expr::value(at))
        .col_expr(letter::Column::Reason, Expr::value(reason))
        .col_expr(letter::Column::Attempts, Expr::col(letter::Column::Attempts).sub(spent))
        .filter(letter::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives letters up; what they said is forgotten.
pub async fn set_given_up(
    tx: &DatabaseTransaction,
    ids: Vec<LetterId>,
    state: LetterState,
    reason: &str,
) -> Result<()> {
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(state.as_str()))
        .col_expr(letter::Column::Reason, Expr::value(reason))
        .col_expr(letter::Column::FactsSealed, Expr::value(Option::<Vec<u8>>::None))
        .filter(letter::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// Accounts with letters held for a digest that is due; at most `limit`.
pub async fn digests_due(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<AccountId>> {
    let ids: Vec<Option<AccountId>> = letter::Entity::find()
        .select_only()
        .column(letter::Column::AccountId)
        .distinct()
        .filter(letter::Column::State.eq(LetterState::Held))
        .filter(letter::Column::NextAt.lte(now))
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().flatten().collect())
}

/// The letters of an account that are held for a digest that is due, oldest first; at most 100.
pub async fn held(
    tx: &DatabaseTransaction,
    account: &AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<letter::Model>> {
    Ok(letter::Entity::find()
        .filter(letter::Column::AccountId.eq(account.clone()))
        .filter(letter::Column::State.eq(LetterState::Held))
        .filter(letter::Column::NextAt.lte(now))
        .order_by_asc(letter::Column::Id)
        .limit(100)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx)
        .await?)
}

/// The letters to an account, newest first.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account: &AccountId,
    page: &Page,
) -> Result<Slice<letter::Model>> {
    let mut query = letter::Entity::find().filter(letter::Column::AccountId.eq(account.clone()));
    if let Some(after) = page.after_id() {
        query = query.filter(letter::Column::Id.lt(after));
    }
    let rows = query.order_by_desc(letter::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// How many letters of an event are in each state, as (waiting, sent, given up).
pub async fn counts_of(db: &impl ConnectionTrait, event: &EventId) -> Result<(i64, i64, i64)> {
    let rows: Vec<(LetterState, i64)> = letter::Entity::find()
        .select_only()
        .column(letter::Column::State)
        .column_as(letter::Column::Id.count(), "letters")
        .filter(letter::Column::EventId.eq(event.clone()))
        .group_by(letter::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = (0, 0, 0);
    for (state, letters) in rows {
        match state {
            LetterState::Held | LetterState::Queued | LetterState::Sending => counts.0 += letters,
            LetterState::Sent => counts.1 += letters,
            LetterState::Failed | LetterState::Suppressed => counts.2 += letters,
        }
    }
    Ok(counts)
}

/// How many letters wait to be sent.
pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(letter::Entity::find()
        .filter(letter::Column::State.is_in([LetterState::Queued, LetterState::Sending]))
        .count(db)
        .await?)
}

/// Which of these keyed hashes belong to addresses that take no more letters.
pub async fn suppressed(db: &impl ConnectionTrait, indexes: Vec<Vec<u8>>) -> Result<HashSet<Vec<u8>>> {
    if indexes.is_empty() {
        return Ok(HashSet::new());
    }
    let rows =
        suppression::Entity::find().filter(suppression::Column::AddressIndex.is_in(indexes)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.address_index).collect())
}

/// Closes an address to letters.
pub async fn suppress(
    tx: &DatabaseTransaction,
    index: Vec<u8>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = suppression::Model { address_index: index, reason: reason.to_owned(), created_at: now };
    super::insert_if_free(tx, row).await?;
    Ok(())
}

/// Opens an address to letters again.
pub async fn unsuppress(tx: &DatabaseTransaction, index: &[u8]) -> Result<()> {
    suppression::Entity::delete_by_id(index.to_vec()).exec(tx).await?;
    Ok(())
}
