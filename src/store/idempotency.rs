//! Idempotency keys and their answers, and the key of the mutation that runs.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use chrono::{DateTime, Utc};
use entity::idempotency;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, sea_query::Expr};

use crate::error::{Error, Result};

tokio::task_local! {
    static CLAIM: Arc<Claim>;
}

/// A key that the running mutation carries.
pub struct Claim {
    /// Whose key it is.
    pub scope: String,
    /// The key.
    pub key: String,
    /// Keyed hash of the mutation and its input.
    pub input_hash: Vec<u8>,
    taken: AtomicBool,
}

impl Claim {
    /// A key that no transaction has taken yet.
    #[must_use]
    pub fn new(scope: String, key: String, input_hash: Vec<u8>) -> Arc<Self> {
        Arc::new(Self { scope, key, input_hash, taken: AtomicBool::new(false) })
    }

    /// Whether a transaction has taken it.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.taken.load(Ordering::Relaxed)
    }

    /// Runs `work` as the mutation that carries this key.
    pub async fn scope<F: Future>(self: Arc<Self>, work: F) -> F::Output {
        CLAIM.scope(self, work).await
    }
}

/// Takes the key of the running mutation, if it has one, in its first transaction, so that the key is taken
/// exactly when the work is done. Tells whether it took one.
pub async fn claim(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<bool> {
    let Ok(claim) = CLAIM.try_with(Arc::clone) else { return Ok(false) };
    if claim.is_taken() {
        return Ok(false);
    }
    let row = idempotency::Model {
        scope: claim.scope.clone(),
        key: claim.key.clone(),
        input_hash: claim.input_hash.clone(),
        answer: None,
        created_at: now,
    };
    // Waits for another request with the same key, if one is under way, to commit or to give up.
    if !super::insert_if_free(tx, row).await? {
        return Err(Error::BadInput("this idempotencyKey is in use by another request; ask again"));
    }
    claim.taken.store(true, Ordering::Relaxed);
    Ok(true)
}

/// Lets the key go again after the transaction that took it was rolled back.
pub fn release() {
    let _ = CLAIM.try_with(|claim| claim.taken.store(false, Ordering::Relaxed));
}

/// What is known of a key.
pub async fn find(db: &impl ConnectionTrait, scope: &str, key: &str) -> Result<Option<idempotency::Model>> {
    Ok(idempotency::Entity::find_by_id((scope.to_owned(), key.to_owned())).one(db).await?)
}

/// Keeps the sealed answer.
pub async fn set_answer(db: &impl ConnectionTrait, scope: &str, key: &str, answer: Vec<u8>) -> Result<()> {
    idempotency::Entity::update_many()
        .col_expr(idempotency::Column::Answer, Expr::value(answer))
        .filter(idempotency::Column::Scope.eq(scope))
        .filter(idempotency::Column::Key.eq(key))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets keys older than `until`.
pub async fn delete_older(db: &impl ConnectionTrait, until: DateTime<Utc>) -> Result<()> {
    idempotency::Entity::delete_many().filter(idempotency::Column::CreatedAt.lte(until)).exec(db).await?;
    Ok(())
}
