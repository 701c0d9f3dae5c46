//! The law: instruments and provisions, by words, instrument, topic and day.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::NaiveDate;

use super::{
    connection::{Connected, connection, cost},
    payload::report,
    viewer::hub,
};
use crate::{
    domain::calendar::beijing_date,
    error::Error,
    law::{self, Query, catalogue},
    service::page::{Page, Slice, cursor},
};

/// A law, regulation or interpretation in one edition.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Instrument {
    /// Id, as `cpl`.
    pub(super) id: ID,
    /// Chinese title.
    title_zh: String,
    /// Common Chinese name.
    short_zh: String,
    /// English title, not official.
    title_en: String,
    /// Who issued it.
    issuer: String,
    /// Document number.
    document_number: String,
    /// First day in force.
    effective_from: NaiveDate,
    /// Last day in force, if it has one.
    effective_to: Option<NaiveDate>,
    /// The edition that took its place.
    superseded_by: Option<ID>,
}

impl From<&law::Instrument> for Instrument {
    fn from(found: &law::Instrument) -> Self {
        Self {
            id: found.id.clone().into(),
            title_zh: found.title_zh.clone(),
            short_zh: found.short_zh.clone(),
            title_en: found.title_en.clone(),
            issuer: found.issuer.clone(),
            document_number: found.document_number.clone(),
            effective_from: found.effective_from,
            effective_to: found.effective_to,
            superseded_by: found.superseded_by.clone().map(ID::from),
        }
    }
}

#[ComplexObject]
impl Instrument {
    /// Whether it is in force on a day; today when left out.
    async fn in_force(&self, ctx: &Context<'_>, on: Option<NaiveDate>) -> bool {
        let on = on.unwrap_or_else(|| beijing_date(hub(ctx).now()));
        catalogue().instrument(&self.id).is_some_and(|found| found.in_force(on))
    }
}

/// An article of an instrument.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Provision {
    /// Id, as `cpl-26`.
    pub(super) id: ID,
    /// As a document cites it: 《…》第二十六条.
    citation_zh: String,
    /// Article, as 第二十六条.
    label_zh: String,
    /// The official text.
    text_zh: String,
    /// English summary, not official.
    summary_en: String,
    /// Topics.
    topics: Vec<ID>,
    /// First day in force.
    effective_from: NaiveDate,
    /// Last day in force, if it has one.
    effective_to: Option<NaiveDate>,
    /// SHA-256 of the text.
    text_sha256: String,
    #[graphql(skip)]
    instrument_id: String,
}

impl From<&law::Provision> for Provision {
    fn from(found: &law::Provision) -> Self {
        Self {
            id: found.id.clone().into(),
            citation_zh: catalogue().cite(found),
            label_zh: found.label_zh.clone(),
            text_zh: found.text_zh.clone(),
            summary_en: found.summary_en.clone(),
            topics: found.topics.iter().map(|topic| topic.clone().into()).collect(),
            effective_from: found.effective_from,
            effective_to: found.effective_to,
            text_sha256: found.text_sha256.clone(),
            instrument_id: found.instrument.clone(),
        }
    }
}

#[ComplexObject]
impl Provision {
    /// The instrument it is in.
    async fn instrument(&self) -> Option<Instrument> {
        catalogue().instrument(&self.instrument_id).map(Instrument::from)
    }

    /// Whether it is in force on a day; today when left out.
    async fn in_force(&self, ctx: &Context<'_>, on: Option<NaiveDate>) -> bool {
        let on = on.unwrap_or_else(|| beijing_date(hub(ctx).now()));
        catalogue().provision(&self.id).is_some_and(|found| found.in_force(on))
    }

    /// The instrument in force in its place on a day, when it is not; today when left out.
    async fn successor(&self, ctx: &Context<'_>, on: Option<NaiveDate>) -> Option<Instrument> {
        let on = on.unwrap_or_else(|| beijing_date(hub(ctx).now()));
        let found = catalogue().provision(&self.id)?;
        let refused = catalogue().check_in_force(found, on).err()?;
        catalogue().instrument(refused.successor.as_deref()?).map(Instrument::from)
    }
}

/// What provisions are about.
#[derive(SimpleObject)]
pub struct Topic {
    /// Id, as `refund`.
    pub(super) id: ID,
    /// Chinese name.
    name_zh: String,
    /// English name.
    name_en: String,
}

impl From<&law::Topic> for Topic {
    fn from(found: &law::Topic) -> Self {
        Self { id: found.id.clone().into(), name_zh: found.name_zh.clone(), name_en: found.name_en.clone() }
    }
}

/// Which provisions are listed.
#[derive(InputObject, Default)]
struct ProvisionFilter {
    /// Words of the text, the title or the summary, or an article's number.
    words: Option<String>,
    /// In this instrument.
    instrument: Option<ID>,
    /// About this topic.
    topic: Option<ID>,
    /// In force on this day.
    on: Option<NaiveDate>,
}

/// Reading the law.
#[derive(Default)]
pub struct LawQuery;

#[Object]
impl LawQuery {
    /// The instruments.
    async fn instruments(&self) -> Vec<Instrument> {
        catalogue().instruments().iter().map(Instrument::from).collect()
    }

    /// The topics.
    async fn topics(&self) -> Vec<Topic> {
        catalogue().topics().iter().map(Topic::from).collect()
    }

    /// The provision with this id; null when there is none.
    async fn provision(&self, id: ID) -> Option<Provision> {
        catalogue().provision(&id).map(Provision::from)
    }

    /// Provisions by words, instrument, topic and day; the best match first, or in statutory
    /// order when there are no words.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn provisions(
        &self,
        ctx: &Context<'_>,
        filter: Option<ProvisionFilter>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Provision> {
        let ProvisionFilter { words, instrument, topic, on } = filter.unwrap_or_default();
        let slice = || -> crate::error::Result<Slice<(usize, &law::Provision)>> {
            let page = Page::new(first, after.as_deref())?;
            let from = match page.after_id() {
                None => 0,
                Some(place) => {
                    place.parse::<usize>().map_err(|_| Error::BadInput("this cursor is of another list"))? + 1
                }
            };
            let words = words.as_deref().unwrap_or_default();
            if words.chars().count() > 200 {
                return Err(Error::BadInput("words must have at most 200 characters"));
            }
            let query = Query {
                words,
                instrument: instrument.as_deref().map(String::as_str),
                topic: topic.as_deref().map(String::as_str),
                on,
            };
            let found = catalogue().search(&query);
            let most = usize::try_from(page.first).unwrap_or(usize::MAX).saturating_add(1);
            Ok(page.slice(found.into_iter().enumerate().skip(from).take(most).collect()))
        };
        let slice = slice().map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |(place, _)| cursor(&[&place.to_string()]), |(_, found)| Provision::from(found)))
    }
}
