//! The same key with the same input gives the same answer, for 24 hours.
//!
//! The first transaction of a mutation takes its key, so that the key is taken exactly when the work is
//! done; the answer is kept, sealed, afterwards. Where a crash fell between the two, the work is not done
//! again and the caller is told that the answer was lost.

use std::time::Duration;

use chrono::TimeDelta;

use crate::{
    domain::refusal::Refusal,
    error::{Error, Result},
    hub::Hub,
    store::{self, idempotency::Claim},
};

/// How long an answer is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(24);

/// After this long an answer that is not there will not come.
const UNDER_WAY: TimeDelta = TimeDelta::seconds(30);

/// How often an answer that is on its way is looked for, and how long is waited in between.
const LOOKS: u32 = 60;
const PAUSE: Duration = Duration::from_millis(50);

/// Runs `work` under a key of `scope` (an account or a network address) over `input`, the mutation and all it
/// was given; gives the kept answer when there is one.
///
/// # Errors
/// A refusal when the key was used for another input or its answer was lost; what `work` fails with.
pub async fn keyed<E: From<Error>>(
    hub: &Hub,
    scope: String,
    key: String,
    input: &str,
    work: impl Future<Output = Result<Vec<u8>, E>>,
) -> Result<Vec<u8>, E> {
    let claim = Claim::new(scope, key, hub.keys.index("idempotency", input));
    if let Some(kept) = recall(hub, &claim).await? {
        return Ok(kept);
    }
    let outcome = claim.clone().scope(work).await;
    if claim.is_taken() {
        if let Ok(answer) = &outcome {
            let sealed = hub.keys.seal_own(answer, &context(&claim))?;
            store::idempotency::set_answer(&hub.db, &claim.scope, &claim.key, sealed)
                .await
                .map_err(E::from)?;
        }
    } else if outcome.is_err()
        && let Some(kept) = recall(hub, &claim).await?
    {
        // Another request with the same key came first while this one waited for its turn.
        return Ok(kept);
    }
    outcome
}

fn context(claim: &Claim) -> String {
    format!("answer/{}/{}", claim.scope, claim.key)
}

async fn recall(hub: &Hub, claim: &Claim) -> Result<Option<Vec<u8>>> {
    for _ in 0..LOOKS {
        let Some(row) = store::idempotency::find(&hub.db, &claim.scope, &claim.key).await? else {
            return Ok(None);
        };
        if row.created_at + KEPT <= hub.now() {
            store::idempotency::delete_older(&hub.db, hub.now() - KEPT).await?;
            return Ok(None);
        }
        if row.input_hash != claim.input_hash {
            return Err(Refusal::IdempotencyKeyReused { field: "idempotencyKey" }.into());
        }
        if let Some(sealed) = row.answer {
            return Ok(Some(hub.keys.open_own(&sealed, &context(claim))?.to_vec()));
        }
        // The work is done, and the request that did it is about to write its answer down, unless it was lost.
        if row.created_at + UNDER_WAY <= hub.now() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(Refusal::IdempotencyAnswerLost { field: "idempotencyKey" }.into())
}
