//! Moderation: hiding and restoring, with a reason.

use entity::{CaseId, EventKind, Stage, case};
use serde_json::json;

use super::{
    access::{self, Viewer},
    timeline::{self, Happening},
};
use crate::{
    domain::{refusal::Refusal, text},
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Hides a case from everybody but its members and moderators.
///
/// # Errors
/// `MODERATORS_ONLY`, `CASE_HIDDEN`, or a refusal about the reason.
pub async fn hide(hub: &Hub, viewer: &Viewer, id: &CaseId, reason: &str) -> Result<case::Model> {
    access::moderator(viewer)?;
    let reason = text::prose("reason", reason, 4, 500)?;
    change(hub, id, EventKind::CaseHidden, Some(reason)).await
}

/// Shows a hidden case again.
///
/// # Errors
/// `MODERATORS_ONLY` or `NOT_HIDDEN`.
pub async fn restore(hub: &Hub, viewer: &Viewer, id: &CaseId) -> Result<case::Model> {
    access::moderator(viewer)?;
    change(hub, id, EventKind::CaseRestored, None).await
}

async fn change(hub: &Hub, id: &CaseId, kind: EventKind, reason: Option<String>) -> Result<case::Model> {
    hub.write(async |tx| {
        let mut case = store::case::hold(tx, id).await?;
        if case.stage == Stage::Draft {
            return Err(Error::NotFound("case"));
        }
        match (&case.hidden_reason, &reason) {
            (Some(_), Some(_)) => return Err(Refusal::CaseHidden.into()),
            (None, None) => return Err(Refusal::NotHidden.into()),
            _ => {}
        }
        case.hidden_reason.clone_from(&reason);
        case.updated_at = hub.now();
        store::case::save(tx, case.clone()).await?;
        timeline::record(hub, tx, Happening::new(id, kind, None, json!({ "reason": reason }))).await?;
        Ok(case)
    })
    .await
}
