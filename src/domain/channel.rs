//! Where a filing can go: what each channel is for, what it needs, how it answers, and when it refuses.
//!
//! The rules are data (`channel/channels.toml`), so that a channel can be read without reading code; the provisions they
//! rest on are ids of the law catalogue, whose tests hold them to it. [`next`] says which channel comes next and why.
//!
//! What was weighed: whether the other channels deserve a plug-in each. They differ in words, limits and periods, and hardly
//! in what is done, so they are rows.

mod advice;
mod ladder;
mod standing;

use std::sync::LazyLock;

use chrono::NaiveDate;
use entity::{Channel, DeadlineKind, FilingStatus};
use serde::Deserialize;

pub use advice::{Advice, Bar, Blocked, Contact, Fact, Pending, Reason, Situation, Step, Tried, Verdict};
pub use ladder::next;

use super::{
    deadline::{self, Deadline, Promise},
    ground::Ground,
};

const DATA: &str = include_str!("channel/channels.toml");

/// How many people make many: from there a representative action is open to them (`cpci-75`).
pub const MANY: u32 = 10;

static CHANNELS: LazyLock<Vec<Rules>> =
    LazyLock::new(|| parse(DATA).expect("the embedded channels are checked by a test"));

/// How a filing reaches a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The pack is mailed.
    Email,
    /// Signed JSON is sent to an endpoint.
    Webhook,
    /// A representative is led step by step and hands it in themself.
    Assisted,
}

/// What sort of body stands behind a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Who is complained of.
    Operator,
    /// A private firm.
    Private,
    /// A department of the state.
    Authority,
    /// A consumer association.
    Association,
    /// A court.
    Court,
}

/// A part of an identity that a channel asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityPart {
    /// Real name.
    Name,
    /// Telephone number.
    Phone,
    /// Postal address.
    Address,
    /// A document that proves who somebody is.
    Document,
}

/// What sort of thing a channel needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// Who complains.
    Identity,
    /// Whom it is against.
    Respondent,
    /// What is asked for, and on what facts.
    Request,
    /// What shows it.
    Evidence,
    /// That one person may speak for another.
    Mandate,
    /// A lead about a breach.
    Lead,
}

/// When something is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Every time.
    #[default]
    Always,
    /// When two or more complain.
    Together,
    /// When [`MANY`] or more do.
    Many,
    /// When somebody complains for another.
    Proxy,
}

/// Something that a channel needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What sort of thing.
    pub kind: NeedKind,
    /// When.
    #[serde(default)]
    pub when: When,
    /// The provision that asks for it, if one does.
    pub provision: Option<String>,
    /// What it is, in Chinese.
    pub what_zh: String,
    /// What it is, in English.
    pub what_en: String,
}

/// A step by which a filing is handed in there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instruction {
    /// The provision it rests on, if one does.
    pub provision: Option<String>,
    /// What to do, in Chinese.
    pub what_zh: String,
    /// What to do, in English.
    pub what_en: String,
}

/// A field of a channel's form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable id, a slug.
    pub id: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The most characters that Chorus puts there.
    pub max: u32,
}

/// A word in which a channel answers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// As the channel says it.
    pub word_zh: String,
    /// In English.
    pub word_en: String,
    /// What it means for the filing.
    pub status: FilingStatus,
}

/// What can be done after a refusal on one ground.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// The ground.
    pub ground: Ground,
    /// Where to go then; the same channel when another try can help.
    pub then: Channel,
    /// What it rests on.
    pub provisions: Vec<String>,
    /// What to do, in Chinese.
    pub what_zh: String,
    /// What to do, in English.
    pub what_en: String,
}

/// The rules of one channel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Which.
    #[serde(rename = "id")]
    pub channel: Channel,
    /// How a filing gets there, the usual way first.
    pub kinds: Vec<Kind>,
    /// What stands behind it.
    pub body: Body,
    /// Its place on the ladder; none beside it.
    pub rung: Option<u8>,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// What it is, in Chinese.
    pub description_zh: String,
    /// What it is, in English.
    pub description_en: String,
    /// What it is for, in Chinese.
    pub for_zh: String,
    /// What it is for, in English.
    pub for_en: String,
    /// What it is not for, in Chinese.
    pub not_for_zh: String,
    /// What it is not for, in English.
    pub not_for_en: String,
    /// What to do when it refuses, in Chinese.
    pub after_zh: String,
    /// What to do when it refuses, in English.
    pub after_en: String,
    /// Ids of the provisions it rests on.
    pub provisions: Vec<String>,
    /// The parts of an identity it asks for.
    pub identity: Vec<IdentityPart>,
    /// What it must do by a day, in the order in which that comes.
    pub deadlines: Vec<DeadlineKind>,
    /// Working days to wait for it, where no statute says how long.
    pub wait_working_days: Option<u16>,
    /// The problems it is for; all when none are named.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Problems of which it may say that they are not its business.
    #[serde(default)]
    pub doubtful: Vec<String>,
    /// Channels whose handling of the same dispute makes this one refuse it (`crm-16`).
    #[serde(default)]
    pub refused_after: Vec<Channel>,
    /// Channels whose open mediation going here would end (`crm-23` with `crm-16`).
    #[serde(default)]
    pub ends: Vec<Channel>,
    /// What it needs.
    #[serde(default, rename = "need")]
    pub needs: Vec<Need>,
    /// The steps by which a filing is handed in.
    #[serde(rename = "instruction")]
    pub instructions: Vec<Instruction>,
    /// The fields of its form.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    /// The words in which it answers.
    #[serde(rename = "word")]
    pub words: Vec<Word>,
    /// What to do after each ground of refusal.
    #[serde(default, rename = "refusal")]
    pub refusals: Vec<Retry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    #[serde(rename = "schema")]
    _schema: u32,
    channel: Vec<Rules>,
}

fn parse(text: &str) -> Result<Vec<Rules>, toml::de::Error> {
    toml::from_str(text).map(|data: Data| data.channel)
}

/// Every channel: the ladder from its lowest rung, with what stands beside it in between.
#[must_use]
pub fn all() -> &'static [Rules] {
    &CHANNELS
}

/// The rules of a channel.
///
/// # Panics
/// Never: a test holds the data to the closed list of channels.
#[must_use]
pub fn of(channel: Channel) -> &'static Rules {
    all().iter().find(|rules| rules.channel == channel).expect("every channel has its rules")
}

impl Rules {
    /// By when it must have answered what was filed on a day, where anything says so.
    #[must_use]
    pub fn first_deadline(&self, filed: NaiveDate, promise: Option<Promise>) -> Option<Deadline> {
        match self.deadlines.first()? {
            DeadlineKind::OperatorReply => Some(deadline::operator_reply(filed, promise)),
            DeadlineKind::AcceptanceDecision => deadline::acceptance_decision(filed),
            DeadlineKind::MediationEnd => deadline::mediation_end(filed, filed, 0),
            DeadlineKind::Docketing => deadline::docketing(filed),
            DeadlineKind::ChannelReply => Some(deadline::channel_reply(filed, self.wait_working_days?)),
        }
    }

    /// How a filing gets there today. Only the operator's desk is mailed: the address of another body would have to be one
    /// that somebody vouches for, since the pack says who the members are. To the others a representative hands it in.
    #[must_use]
    pub fn way(&self) -> Kind {
        match self.body {
            Body::Operator => Kind::Email,
            Body::Private | Body::Authority | Body::Association | Body::Court => Kind::Assisted,
        }
    }

    /// What it needs of so many people.
    pub fn needs_of(&self, people: u32) -> impl Iterator<Item = &Need> {
        self.needs.iter().filter(move |need| match need.when {
            When::Always => true,
            When::Together => people >= 2,
            When::Many => people >= MANY,
            When::Proxy => false,
        })
    }

    /// Whether it is for a kind of problem.
    #[must_use]
    pub fn is_for(&self, category: &str) -> bool {
        self.categories.is_empty() || self.categories.iter().any(|id| id == category)
    }

    /// What to do after it refused on a ground.
    #[must_use]
    pub fn after(&self, ground: Ground) -> Option<&Retry> {
        self.refusals.iter().find(|retry| retry.ground == ground)
    }
}

#[cfg(test)]
mod tests;
