//! Channels: what each is for, what it needs, how it answers.

use async_graphql::{ComplexObject, Context, Enum, ID, Object, SimpleObject};
use chrono::NaiveDate;
use entity::Locale;

use super::{
    law::Provision,
    viewer::{caller, hub},
    words::{DeadlineKind, FilingStatus},
};
use crate::{
    domain::{
        calendar::beijing_date,
        channel::{self, Rules},
    },
    service,
};

/// Where a filing goes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::Channel")]
pub enum Channel {
    /// The operator's own complaint mailbox.
    OperatorDesk,
    /// A public site that passes complaints on to operators.
    MediationSite,
    /// A complaint to the market regulator: the complainant's own dispute, for mediation.
    RegulatorComplaint,
    /// A report to the market regulator: a lead about a breach, for its inquiry.
    RegulatorReport,
    /// A consumer association.
    ConsumerAssociation,
    /// Whoever carried the payment.
    PaymentProvider,
    /// The cyberspace administration.
    CyberspaceAdministration,
    /// A court.
    Court,
}

/// How a filing reaches a channel.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::Kind")]
pub enum ChannelKind {
    /// The pack is mailed.
    Email,
    /// Signed JSON is sent to an endpoint.
    Webhook,
    /// A representative is led step by step and hands it in themself.
    Assisted,
}

/// What sort of body stands behind a channel.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::Body")]
pub enum ChannelBody {
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
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::IdentityPart")]
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
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::NeedKind")]
pub enum ChannelNeedKind {
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

/// When a channel needs something.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::channel::When")]
pub enum ChannelNeedWhen {
    /// Every time.
    Always,
    /// When two or more complain.
    Together,
    /// When ten or more do.
    Many,
    /// When somebody complains for another.
    Proxy,
}

/// On what ground a market regulator refuses a complaint: the items of article 16 of the Measures.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::ground::Ground")]
pub enum RefusalGround {
    /// Not a matter for the market regulator, or not for that office.
    OutsideRemit,
    /// Another body has it or had it.
    AlreadyHandled,
    /// Not bought for daily consumption, or no dispute is shown.
    NotConsumer,
    /// More than three years since the complainant knew or should have known.
    TooLate,
    /// What must be handed in is missing, or something false was.
    MaterialMissing,
    /// In somebody else's name, or the check of the identity was refused.
    FalseIdentity,
    /// Other cases of laws, regulations and rules.
    OtherLaw,
}

/// Something that a channel needs.
#[derive(SimpleObject)]
pub struct ChannelNeed {
    /// What sort of thing.
    kind: ChannelNeedKind,
    /// When.
    when: ChannelNeedWhen,
    /// What it is, in the caller's language.
    what: &'static str,
    /// The provision that asks for it, if one does.
    provision_id: Option<ID>,
}

impl ChannelNeed {
    pub(super) fn new(need: &'static channel::Need, locale: Locale) -> Self {
        Self {
            kind: need.kind.into(),
            when: need.when.into(),
            what: told(locale, &need.what_zh, &need.what_en),
            provision_id: need.provision.as_ref().map(ID::from),
        }
    }
}

/// A field of a channel's form.
#[derive(SimpleObject)]
pub struct ChannelField {
    /// Id.
    id: ID,
    /// Name, in the caller's language.
    name: &'static str,
    /// The most characters that Chorus puts there; its own bound, the form may allow more or less.
    max: u32,
}

/// A word in which a channel answers.
#[derive(SimpleObject)]
pub struct ChannelWord {
    /// As the channel says it, in Chinese.
    word: &'static str,
    /// In English.
    meaning: &'static str,
    /// What it means for the filing.
    status: FilingStatus,
}

/// What can be done after a refusal.
#[derive(SimpleObject)]
pub struct ChannelRefusal {
    /// On which ground.
    ground: RefusalGround,
    /// Where to go then; the same channel when another try can help.
    then: Channel,
    /// What to do, in the caller's language.
    what: &'static str,
    /// Ids of the provisions it rests on.
    provision_ids: Vec<ID>,
}

impl ChannelRefusal {
    pub(super) fn new(retry: &'static channel::Retry, locale: Locale) -> Self {
        Self {
            ground: retry.ground.into(),
            then: retry.then.into(),
            what: told(locale, &retry.what_zh, &retry.what_en),
            provision_ids: retry.provisions.iter().map(ID::from).collect(),
        }
    }
}

/// Where a filing can go, and the rules there.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ChannelGuide {
    /// Which channel.
    channel: Channel,
    /// Whether Chorus files with it; with the others a representative hands it in.
    files_itself: bool,
    /// How a filing gets there, the usual way first.
    kinds: Vec<ChannelKind>,
    /// What stands behind it.
    body: ChannelBody,
    /// Its place on the ladder; null for what stands beside it.
    rung: Option<u8>,
    /// Name, in the caller's language.
    name: &'static str,
    /// What it is, in the caller's language.
    description: &'static str,
    /// What it is for, in the caller's language.
    good_for: &'static str,
    /// What it is not for, in the caller's language.
    not_for: &'static str,
    /// What to do when it refuses, in the caller's language.
    after_refusal: &'static str,
    /// The kinds of problems it is for; empty for all.
    category_ids: Vec<ID>,
    /// The parts of an identity it asks for.
    identity: Vec<IdentityPart>,
    /// What it needs.
    needs: Vec<ChannelNeed>,
    /// The fields of its form.
    fields: Vec<ChannelField>,
    /// The words in which it answers.
    words: Vec<ChannelWord>,
    /// What to do after each ground of refusal.
    refusals: Vec<ChannelRefusal>,
    /// What it must do by a day.
    deadlines: Vec<DeadlineKind>,
    /// Working days to wait for it where no statute says how long; our own rule.
    wait_working_days: Option<u16>,
    /// Channels whose handling of the same dispute makes this one refuse it.
    refused_after: Vec<Channel>,
    /// Channels whose open mediation going here would end.
    ends: Vec<Channel>,
    #[graphql(skip)]
    rules: &'static Rules,
}

impl ChannelGuide {
    pub(super) fn new(rules: &'static Rules, locale: Locale) -> Self {
        let told = |zh, en| told(locale, zh, en);
        Self {
            channel: rules.channel.into(),
            files_itself: rules.way() != channel::Kind::Assisted,
            kinds: rules.kinds.iter().copied().map(Into::into).collect(),
            body: rules.body.into(),
            rung: rules.rung,
            name: told(&rules.name_zh, &rules.name_en),
            description: told(&rules.description_zh, &rules.description_en),
            good_for: told(&rules.for_zh, &rules.for_en),
            not_for: told(&rules.not_for_zh, &rules.not_for_en),
            after_refusal: told(&rules.after_zh, &rules.after_en),
            category_ids: rules.categories.iter().map(ID::from).collect(),
            identity: rules.identity.iter().copied().map(Into::into).collect(),
            needs: rules.needs.iter().map(|need| ChannelNeed::new(need, locale)).collect(),
            fields: rules
                .fields
                .iter()
                .map(|field| ChannelField {
                    id: ID::from(&field.id),
                    name: told(&field.name_zh, &field.name_en),
                    max: field.max,
                })
                .collect(),
            words: rules
                .words
                .iter()
                .map(|word| ChannelWord {
                    word: &word.word_zh,
                    meaning: &word.word_en,
                    status: word.status.into(),
                })
                .collect(),
            refusals: rules.refusals.iter().map(|retry| ChannelRefusal::new(retry, locale)).collect(),
            deadlines: rules.deadlines.iter().copied().map(Into::into).collect(),
            wait_working_days: rules.wait_working_days,
            refused_after: rules.refused_after.iter().copied().map(Into::into).collect(),
            ends: rules.ends.iter().copied().map(Into::into).collect(),
            rules,
        }
    }
}

#[ComplexObject]
impl ChannelGuide {
    /// The provisions it rests on that are in force on a day; today when left out.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn provisions(&self, ctx: &Context<'_>, on: Option<NaiveDate>) -> Vec<Provision> {
        let on = on.unwrap_or_else(|| beijing_date(hub(ctx).now()));
        let ids = self.rules.provisions.iter().map(String::as_str);
        service::channel::in_force(ids, on).into_iter().map(Provision::from).collect()
    }
}

/// One of two texts, by language.
pub(super) fn told(locale: Locale, zh: &'static str, en: &'static str) -> &'static str {
    match locale {
        Locale::ZhCn => zh,
        Locale::En => en,
    }
}

/// Reading channels.
#[derive(Default)]
pub struct ChannelQuery;

#[Object]
impl ChannelQuery {
    /// Where a filing can go, from the lowest rung of the ladder, with what stands beside it in between.
    #[graphql(complexity = "1 + 8 * child_complexity")]
    async fn channels(&self, ctx: &Context<'_>) -> Vec<ChannelGuide> {
        let locale = caller(ctx).locale;
        channel::all().iter().map(|rules| ChannelGuide::new(rules, locale)).collect()
    }
}
