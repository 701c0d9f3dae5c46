//! What people submit to the register of operators' terms.

use serde_json::{Value, json};

use super::person::Person;

/// A clause of an operator, seen on 1 November with a file as snapshot.
pub fn clause_of(operator: &str, text: &str) -> Value {
    json!({
        "operatorId": operator, "text": text, "sha256": "ab".repeat(32), "url": "https://kamen.example/terms",
        "seenOn": "2026-11-01",
    })
}

/// Submits a term.
pub const SUBMIT: &str = "mutation($i: SubmitTermInput!) { submitTerm(input: $i) {
    sighting { id isMine evidenceId sha256 url seenOn state term { id clause document firstSeen } } userErrors { code field message } } }";

/// Adopts a sighting.
pub const ADOPT: &str = "mutation($s: ID!) { adoptSighting(input: {sightingId: $s}) {
    sighting { state term { id firstSeen lastSeen } } userErrors { code } } }";

/// Rejects a sighting.
pub const REJECT: &str =
    "mutation($s: ID!) { rejectSighting(input: {sightingId: $s, reason: \"快照里没有这一句\"}) {
    sighting { state reason } userErrors { code } } }";

impl Person<'_> {
    /// Submits a term; gives the id of the sighting.
    pub async fn submit(&self, input: Value) -> String {
        let data = self.ask(SUBMIT, json!({ "i": input })).await;
        data["submitTerm"]["sighting"]["id"].as_str().unwrap().to_owned()
    }

    /// Adopts a sighting; gives the id of its term.
    pub async fn adopt(&self, sighting: &str) -> String {
        let data = self.ask(ADOPT, json!({ "s": sighting })).await;
        data["adoptSighting"]["sighting"]["term"]["id"].as_str().unwrap().to_owned()
    }
}
