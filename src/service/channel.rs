//! Which channel comes next, for a case from what is recorded, for anybody from what they say.

use chrono::NaiveDate;
use entity::Locale;

use super::access::Member;
use crate::{
    domain::{
        calendar::beijing_date,
        category,
        channel::{self, Advice, Contact, Situation, Tried},
        claim::{MOST_FEN, past_day},
        deadline::Promise,
        ground::Ground,
        refusal::Refusal,
    },
    error::{Error, Result},
    hub::Hub,
    law::{self, Provision},
    locale, store,
};

/// Contacts, or filings, that are taken from somebody at once.
const MOST: usize = 50;

/// The most people that somebody can say they are.
const MOST_PEOPLE: i64 = 1_000_000;

/// What somebody says of their trouble; much of it may be left out.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Id of the kind of problem.
    pub category: Option<String>,
    /// What is asked for by all together, in fen.
    pub amount_fen: Option<i64>,
    /// How many complain together.
    pub people: Option<i64>,
    /// Whether it was bought for own use.
    pub own_use: Option<bool>,
    /// The day on which they knew of the wrong.
    pub known_on: Option<NaiveDate>,
    /// Days in which the operator says it answers.
    pub reply_days: Option<i64>,
    /// Whether the operator can be reached.
    pub reachable: Option<bool>,
    /// Attempts to settle.
    pub contacts: Vec<Contact>,
    /// Channels that were tried.
    pub tried: Vec<Tried>,
}

/// Advises anybody on what they say.
///
/// # Errors
/// A refusal about a field.
pub fn advise(hub: &Hub, told: &Told) -> Result<Advice> {
    let today = beijing_date(hub.now());
    told.check(today)?;
    let within = |value: i64| u16::try_from(value).ok();
    Ok(channel::next(&Situation {
        today,
        category: told.category.as_deref(),
        amount_fen: told.amount_fen,
        people: told.people.and_then(|people| u32::try_from(people).ok()).unwrap_or(1),
        own_use: told.own_use,
        known_on: told.known_on,
        promise: told.reply_days.and_then(within).map(Promise::Days),
        reachable: told.reachable,
        contacts: &told.contacts,
        tried: &told.tried,
    }))
}

impl Told {
    fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.category.as_deref().is_some_and(|id| category::find(id).is_none()) {
            return Err(Refusal::Unknown { field: "category" });
        }
        within("amountFen", self.amount_fen, MOST_FEN * MOST_PEOPLE)?;
        within("people", self.people, MOST_PEOPLE)?;
        within("replyDays", self.reply_days, 90)?;
        for (field, length) in [("contacts", self.contacts.len()), ("filings", self.tried.len())] {
            if length > MOST {
                return Err(Refusal::TooMany { field, max: MOST });
            }
        }
        let known = self.known_on.into_iter().map(|day| ("knownOn", day));
        let asked = self.contacts.iter().map(|contact| ("contacts", contact.on));
        let filed = self.tried.iter().flat_map(|tried| [Some(tried.filed_on), tried.answered_on]);
        let filed = filed.flatten().map(|day| ("filings", day));
        known.chain(asked).chain(filed).try_for_each(|(field, day)| past_day(field, day, today))
    }
}

fn within(field: &'static str, value: Option<i64>, max: i64) -> Result<(), Refusal> {
    match value {
        Some(value) if !(1..=max).contains(&value) => Err(Refusal::OutOfRange { field, min: 1, max }),
        _ => Ok(()),
    }
}

/// Advises the members of a case on what is recorded of it.
///
/// Of contacts only the viewer's own are looked at: they count while a case has one member, and several ask together
/// first in any case.
///
/// # Errors
/// A fault only.
pub async fn advise_member(hub: &Hub, member: &Member) -> Result<Advice> {
    let case = &member.case;
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    let tried: Vec<Tried> = store::filing::list(&hub.db, &case.id).await?.iter().map(tried).collect();
    let contacts = super::claim::contacts(hub, member).await?;
    let contacts: Vec<Contact> =
        contacts.iter().map(|row| Contact { on: row.happened_on, result: row.result }).collect();
    let promise = operator.reply_days.and_then(|days| u16::try_from(days).ok()).map(Promise::Days);
    Ok(channel::next(&Situation {
        today: beijing_date(hub.now()),
        category: Some(&case.category),
        amount_fen: (case.claimed_fen > 0).then_some(case.claimed_fen),
        people: u32::try_from(case.member_count).unwrap_or(u32::MAX),
        promise,
        contacts: &contacts,
        tried: &tried,
        ..Situation::default()
    }))
}

/// A filing as the ladder looks at it.
pub(super) fn tried(row: &entity::filing::Model) -> Tried {
    let words = row.ground.as_deref().or(row.channel_word.as_deref());
    Tried {
        channel: row.channel,
        filed_on: beijing_date(row.sent_at.unwrap_or(row.filed_at)),
        status: row.status,
        answered_on: row.answered_at.map(beijing_date),
        // Only a regulator refuses on these grounds.
        ground: words.filter(|_| row.channel == entity::Channel::RegulatorComplaint).and_then(Ground::told),
    }
}

/// Those of some provisions that are in force on a day: the edition that may be cited for it.
pub fn in_force<'a>(ids: impl IntoIterator<Item = &'a str>, on: NaiveDate) -> Vec<&'static Provision> {
    let found = ids.into_iter().filter_map(|id| law::catalogue().provision(id));
    found.filter(|provision| provision.in_force(on)).collect()
}

/// The words for a verdict, a reason, a bar or a fact, whose section of the locale file is named.
#[must_use]
pub fn words(locale: Locale, section: &str, code: &str) -> &'static str {
    locale::word(locale, &format!("{section}.{code}")).unwrap_or_default()
}
