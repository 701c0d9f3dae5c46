//! A hub whose letters travel over SMTP, and the people who read them.

use std::time::Duration;

use chorus::service;
use entity::{AccountRole, Locale};
use mail_parser::MessageParser;
use serde_json::{Value, json};

use super::{
    App,
    person::{PASSWORD, Person},
    smtp::{MailServer, Received},
};

impl App {
    /// A hub that mails through this server.
    pub async fn mailing(server: &MailServer) -> Self {
        Self::start_with(&through(server)).await
    }

    /// Somebody who signed in; whoever runs the hub made the account, without a letter.
    pub async fn admit(&self, email: &str) -> Person<'_> {
        let role = AccountRole::Consumer;
        service::account::create(&self.hub, email, PASSWORD, Locale::ZhCn, role).await.unwrap();
        Person::sign_in(self, email).await
    }

    /// People with these addresses in one case: the first one organises it, the others join.
    pub async fn gathered(&self, addresses: &[&str]) -> (Vec<Person<'_>>, String) {
        let organiser = self.admit(addresses[0]).await;
        let operator = organiser.operator("卡盟甲").await;
        let case = organiser.case(&operator).await;
        let mut people = vec![organiser];
        for (n, address) in addresses.iter().enumerate().skip(1) {
            let person = self.admit(address).await;
            person.join(&case, &format!("KM20261101{n:08}"), 48_800).await;
            people.push(person);
        }
        (people, case)
    }
}

/// The settings with which a hub mails through this server.
pub fn through(server: &MailServer) -> [(&'static str, String); 3] {
    [
        ("CHORUS_MAIL__HOST", "127.0.0.1".to_owned()),
        ("CHORUS_MAIL__PORT", server.port().to_string()),
        ("CHORUS_MAIL__ENCRYPTION", "none".to_owned()),
    ]
}

impl Person<'_> {
    /// Closes a case, of which everybody is told who wants results.
    pub async fn close(&self, case: &str) {
        let close = "mutation($c: ID!) { closeCase(input: {caseId: $c, outcome: UNRESOLVED}) {
            case { stage } userErrors { code } } }";
        self.ask(close, json!({ "c": case })).await;
    }

    /// Reopens a case, of which only those are told who want every change.
    pub async fn reopen(&self, case: &str) {
        let reopen =
            "mutation($c: ID!) { reopenCase(input: {caseId: $c}) { case { stage } userErrors { code } } }";
        self.ask(reopen, json!({ "c": case })).await;
    }

    /// Sets preferences, written as GraphQL.
    pub async fn prefer(&self, wanted: &str) {
        let set = format!(
            "mutation {{ updatePreferences(input: {{{wanted}}}) {{ account {{ letters }} userErrors {{ code }} }} }}"
        );
        self.ask(&set, Value::Null).await;
    }

    /// State and attempts of the newest letter to this person, as they see it themself.
    pub async fn newest_letter(&self) -> (String, i64) {
        let seen =
            self.ask("{ viewer { mail(first: 1) { edges { node { state attempts } } } } }", Value::Null);
        let letter = seen.await["viewer"]["mail"]["edges"][0]["node"].clone();
        (letter["state"].as_str().unwrap().to_owned(), letter["attempts"].as_i64().unwrap())
    }
}

impl Received {
    /// Its only recipient.
    pub fn reader(&self) -> &str {
        assert_eq!(self.to.len(), 1, "a letter has one recipient");
        &self.to[0]
    }

    /// All its words: subject, text and HTML, as they are read.
    pub fn words(&self) -> String {
        let message = MessageParser::default().parse(&self.bytes).unwrap();
        let parts = [message.subject().map(Into::into), message.body_text(0), message.body_html(0)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// The value of a header, if it has it.
    pub fn header(&self, name: &str) -> Option<String> {
        let message = MessageParser::default().parse(&self.bytes).unwrap();
        message.header_raw(name.to_owned()).map(|value| value.trim().to_owned())
    }
}

/// The readers of these letters, in order of their addresses.
pub fn readers(letters: &[Received]) -> Vec<&str> {
    let mut readers: Vec<_> = letters.iter().map(Received::reader).collect();
    readers.sort_unstable();
    readers
}

/// Waits until something holds that another process or thread brings about; fails when it never does.
pub async fn until(what: &str, holds: impl Fn() -> bool) {
    let waited = tokio::time::timeout(Duration::from_secs(240), async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("waited in vain: {what}"));
}
