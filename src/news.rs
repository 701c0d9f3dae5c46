//! Tells this process's subscribers that a case may have changed.
//!
//! It carries no state: one task looks for new events once a second, because another process may have
//! written them, and whoever is told reads the timeline from the database.

use std::collections::HashMap;

use entity::CaseId;
use tokio::sync::{RwLock, watch};

/// Who waits for news of which case.
#[derive(Default)]
pub struct News {
    cases: RwLock<HashMap<CaseId, watch::Sender<u64>>>,
}

impl News {
    /// Waits for news of a case from now on.
    pub async fn of(&self, case: &CaseId) -> watch::Receiver<u64> {
        let mut cases = self.cases.write().await;
        cases.retain(|_, sender| sender.receiver_count() > 0);
        cases.entry(case.clone()).or_default().subscribe()
    }

    /// Whether anybody waits.
    pub async fn is_watched(&self) -> bool {
        self.cases.read().await.values().any(|sender| sender.receiver_count() > 0)
    }

    /// The cases of which somebody waits for news.
    pub async fn watched(&self) -> Vec<CaseId> {
        let cases = self.cases.read().await;
        let watched = cases.iter().filter(|(_, sender)| sender.receiver_count() > 0);
        watched.map(|(case, _)| case.clone()).collect()
    }

    /// Tells that something happened in a case.
    pub async fn tell(&self, case: &CaseId) {
        if let Some(sender) = self.cases.read().await.get(case) {
            sender.send_modify(|count| *count += 1);
        }
    }
}
