//! The admissibility check: what stands in the way of a filing.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use entity::Locale;

use super::{
    channel::{Channel, RefusalGround},
    payload::report,
    viewer::{caller, hub, key, signed_in},
};
use crate::{
    domain::admissibility::{Fault, Finding},
    service::{
        self,
        admissibility::{Found, Report},
    },
};

/// What is wrong with a filing, or with a member's part of it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::admissibility::Fault")]
pub enum AdmissibilityFault {
    /// Name, telephone number or address is missing.
    IdentityIncomplete,
    /// Another member has the same telephone number.
    PhoneShared,
    /// Another member has the same postal address.
    AddressShared,
    /// It was not bought for daily consumption.
    NotOwnUse,
    /// More than three years have passed.
    TooLate,
    /// Nothing is in the pool.
    ProofMissing,
    /// The operator was not asked first.
    NotContacted,
    /// Nobody can be in it.
    Nobody,
    /// The operator's registered name or address is not known.
    RespondentUnknown,
    /// Two or more complain, and nobody is elected to represent them.
    NoRepresentative,
    /// Fewer than ten people: representatives cannot sue for them.
    TooFewForRepresentatives,
    /// A filing for these members is open there.
    AlreadyOpen,
    /// Another body accepted or handled the same dispute.
    AlreadyHandled,
    /// Another body has the same dispute and may accept it any day.
    Collides,
    /// Going there would end a mediation that is under way.
    WouldEnd,
    /// The channel is for other problems.
    NotForThis,
    /// The channel may say that such problems are not its business.
    MaybeNotTheirs,
    /// An earlier step of the ladder is not done.
    ComesLater,
}

/// Something that stands in the way at a channel.
#[derive(SimpleObject)]
pub struct AdmissibilityFinding {
    /// What is wrong.
    fault: AdmissibilityFault,
    /// Whether nothing is filed over it without a reason.
    blocking: bool,
    /// On which ground a market regulator would refuse.
    ground: Option<RefusalGround>,
    /// The item of the article that lists the grounds, as 第（三）项.
    ground_item: Option<&'static str>,
    /// The provision it rests on, in force on the day.
    provision_id: Option<ID>,
    /// The channel that stands in the way.
    by: Option<Channel>,
    /// What is wrong, in the caller's language.
    what: &'static str,
    /// What to do about it, in the caller's language.
    how: &'static str,
}

impl AdmissibilityFinding {
    pub(super) fn new(finding: Finding, locale: Locale) -> Self {
        let Finding { fault, ground, provision, is_blocking, by } = finding;
        let words = |section| service::channel::words(locale, section, Fault::code(fault));
        Self {
            fault: fault.into(),
            blocking: is_blocking,
            ground: ground.map(Into::into),
            ground_item: ground.map(crate::domain::ground::Ground::item_zh),
            provision_id: provision.map(ID::from),
            by: by.map(Into::into),
            what: words("admissibility"),
            how: words("mend"),
        }
    }
}

/// A finding, and whom it is about.
#[derive(SimpleObject)]
pub struct AdmissibilityEntry {
    /// The finding.
    finding: AdmissibilityFinding,
    /// How many members it is about; 0 when it is about the whole.
    members: i64,
    /// Their pseudonyms; at most 200.
    codes: Vec<String>,
}

/// What stands in the way of a filing.
#[derive(SimpleObject)]
pub struct AdmissibilityReport {
    /// Where it would go.
    channel: Channel,
    /// The day it was checked for, in Beijing.
    on: NaiveDate,
    /// How many members would be in it.
    members: i64,
    /// How many of them it cannot be filed with as they are; the others can be filed without them.
    blocked: i64,
    /// Whether something blocks the whole.
    whole_blocked: bool,
    /// What was found: of the whole first, then of members.
    entries: Vec<AdmissibilityEntry>,
}

impl AdmissibilityReport {
    fn new(report: Report, locale: Locale) -> Self {
        Self {
            whole_blocked: report.is_blocked(),
            channel: report.channel.into(),
            on: report.on,
            members: report.members,
            blocked: report.blocked,
            entries: report
                .found
                .into_iter()
                .map(|Found { finding, members, codes }| AdmissibilityEntry {
                    finding: AdmissibilityFinding::new(finding, locale),
                    members,
                    codes,
                })
                .collect(),
        }
    }
}

/// Checking before filing.
#[derive(Default)]
pub struct AdmissibilityQuery;

#[Object]
impl AdmissibilityQuery {
    /// What stands in the way of a filing with a channel: of those who said yes in a ballot, or of everybody who has a claim.
    /// For organisers; it tells counts and pseudonyms and opens no identity.
    #[graphql(complexity = "100 + child_complexity")]
    async fn check_admissibility(
        &self,
        ctx: &Context<'_>,
        case_id: ID,
        channel: Channel,
        ballot_id: Option<ID>,
    ) -> Result<AdmissibilityReport> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &case_id, "case")?;
        let ballot = ballot_id.map(|ballot| key(ctx, &ballot, "ballot")).transpose()?;
        let found = service::admissibility::check(hub, viewer, &id, ballot.as_ref(), channel.into()).await;
        Ok(AdmissibilityReport::new(found.map_err(|error| report(ctx, error))?, caller(ctx).locale))
    }
}

/// What stands in the way of a member's own part at a channel.
pub(super) async fn of_member(
    ctx: &Context<'_>,
    member: &service::access::Member,
    channel: Channel,
) -> Result<Vec<AdmissibilityFinding>> {
    let found = service::admissibility::of_member(hub(ctx), member, channel.into()).await;
    let found = found.map_err(|error| report(ctx, error))?;
    Ok(found.into_iter().map(|one| AdmissibilityFinding::new(one, caller(ctx).locale)).collect())
}
