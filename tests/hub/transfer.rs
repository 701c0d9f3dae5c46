//! Merging and splitting cases: who objects stays, nobody loses a seat or a claim, and every number leads somewhere.

mod chance;
mod merge;
mod race;
mod refusals;
mod split;

use chorus::service::upkeep;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, code, person::Person};

pub const PROPOSE: &str = "mutation($a: ID!, $b: ID!) { proposeMerge(input: {caseId: $a, intoCaseId: $b}) {
    transfer { id state objectsUntil asksMe from { id } into { id } } userErrors { code field } } }";

pub const LOOK: &str = "query($c: ID!) { case(id: $c) { id number stage outcome memberCount claimedFen evidenceCount
    citationCount citations { provisionId state } mergedInto { id } mergedFrom { id } splitFrom { id } splitInto { id }
    transfers { id state kind objections iObject asksMe objectsUntil title criterion { codes product } }
    timeline(first: 100) { nodes { kind text } }
    membership { code role movedTo { id } origins { caseNumber code } claim { orderNumber amountFen orderIsDoubled }
        contactLog { said } myEvidence { nodes { id state } } pool(first: 100) { nodes { id memberCode } }
        members(first: 100) { nodes { code role } } complaints { version } } } }";

impl App {
    /// Lets the time to object pass, and the seats go.
    pub async fn let_go(&self) {
        self.wait(TimeDelta::hours(72)).await;
        self.wait(TimeDelta::minutes(2)).await;
    }

    /// Whether everything that can be verified is sound.
    pub async fn is_sound(&self) {
        assert_eq!(upkeep::verify(&self.hub).await.unwrap().damages, Vec::<String>::new());
    }

    /// The id of the case that a number leads a guest to.
    pub async fn at_number(&self, number: &str) -> String {
        let query = "query($n: String!) { case(number: $n) { id } }";
        let found = self.guest(query, json!({ "n": number })).await;
        found["data"]["case"]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{number} leads nowhere: {found}"))
            .to_owned()
    }
}

impl Person<'_> {
    /// A case as this person sees it.
    pub async fn look(&self, case: &str) -> Value {
        self.ask(LOOK, json!({ "c": case })).await["case"].clone()
    }

    /// Proposes a merge; gives it.
    pub async fn propose(&self, from: &str, into: &str) -> Value {
        self.ask(PROPOSE, json!({ "a": from, "b": into })).await["proposeMerge"]["transfer"].clone()
    }

    /// Does something with a transfer; gives the code of the answer.
    pub async fn with_transfer(&self, what: &str, transfer: &Value) -> String {
        let query = format!(
            "mutation($t: ID!) {{ {what}(input: {{transferId: $t}}) {{ transfer {{ id }} userErrors {{ code }} }} }}"
        );
        code(&self.try_ask(&query, json!({ "t": transfer["id"] })).await)
    }

    /// Deposits a text and puts its copy into the pool; gives its id.
    pub async fn pool(&self, case: &str) -> String {
        let (piece, copy) = self.deposit(case).await;
        self.confirm(&piece, &copy).await;
        piece
    }
}

/// The kinds of what happened in a case, newest first.
pub fn kinds(case: &Value) -> Vec<&str> {
    let nodes = case["timeline"]["nodes"].as_array().unwrap();
    nodes.iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

/// People with accounts.
pub async fn people<'a>(app: &'a App, names: &[&str]) -> Vec<Person<'a>> {
    let mut people = Vec::new();
    for name in names {
        people.push(app.admit(&format!("{name}@example.org")).await);
    }
    people
}

/// The same people, signed in again.
pub async fn again<'a, const N: usize>(people: [Person<'a>; N]) -> [Person<'a>; N] {
    let mut anew = Vec::new();
    for person in people {
        anew.push(person.again().await);
    }
    anew.try_into().ok().unwrap()
}
