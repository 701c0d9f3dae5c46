//! A world in which every page has something to show, and where each page is found in it.

use serde_json::{Value, json};

use crate::{
    access::world::{Role, World},
    support::{App, file::picture, terms::clause_of},
};

/// The world of the access test with more in it: a picture that waits for its black boxes, a clause that waits for a
/// decision.
pub struct Places<'a> {
    pub world: World<'a>,
    /// A picture of the member's that is not confirmed, and a piece of theirs in the pool.
    pub cleaned: String,
    pub pooled: String,
    pub term: String,
}

impl<'a> Places<'a> {
    pub async fn new(app: &'a App) -> Self {
        let world = World::new(app).await;
        let (ann, case) = (world.person(Role::Member), &world.filed.id);
        let cleaned = ann.deposit_file(case, &picture(320, 200)).await;
        let pool = "query($c: ID!) { case(id: $c) { membership { pool { nodes { id } } } operator { clauses { nodes { id } } } } }";
        let found = ann.ask(pool, json!({ "c": case })).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        ann.submit(clause_of(&world.operator, "平台有权单方修改本协议")).await;
        Self {
            cleaned: text(&cleaned["id"]),
            pooled: text(&found["case"]["membership"]["pool"]["nodes"][0]["id"]),
            term: text(&found["case"]["operator"]["clauses"]["nodes"][0]["id"]),
            world,
        }
    }

    /// The address of a page for somebody.
    pub fn address(&self, path: &str, role: Role) -> String {
        let evidence = if role == Role::Member { &self.cleaned } else { &self.pooled };
        path.replace("{number}", &self.world.filed.number)
            .replace("{evidence}", evidence)
            .replace("{ballot}", &self.world.filed.ballot)
            .replace("{complaint}", &self.world.filed.complaint)
            .replace("{filing}", &self.world.filing)
            .replace("{operator}", &self.world.operator)
            .replace("{term}", &self.term)
            .replace("{provision}", "cpl-26")
    }
}

/// Whether somebody who signed in is told that a page of [`Places`] is not there, or not for them.
pub fn is_hidden(name: &str, role: Role) -> bool {
    // The operator's own page is for whoever has the link from the filing's mail.
    let needs_seat = matches!(name, "review" | "vote" | "filing" | "version");
    name == "answer" || needs_seat && !matches!(role, Role::Member | Role::Organiser)
}
