//! Consents to be named: given with the vote for each receiver, and taken back until the filing is made.

use entity::{BallotId, BallotKind, Channel, Delivery, MemberId, ballot, release};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::access::{self, Caller, Member, Viewer};
use crate::{
    domain::{
        channel,
        refusal::Refusal,
        release::{About, Statement},
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// What members are told about each receiver to whom a filing of a ballot may go; nothing for a ballot that files nothing.
///
/// # Errors
/// A fault only.
pub async fn statements(
    db: &impl ConnectionTrait,
    ballot: &ballot::Model,
) -> Result<Vec<(Channel, Statement)>> {
    if ballot.kind != BallotKind::Complaint {
        return Ok(Vec::new());
    }
    let case = store::case::find(db, &ballot.case_id).await?.ok_or(Error::NotFound("case"))?;
    let operator = store::operator::find(db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    let about = About {
        case_number: &case.number,
        operator: operator.legal_name.as_deref().unwrap_or(&operator.name),
        mailbox: operator.mailbox.as_deref(),
        sha256: &ballot.sha256,
    };
    Ok(channel::all().iter().map(|rules| (rules.channel, Statement::of(rules, about))).collect())
}

/// Writes what a seat agrees to with its vote, in place of what it agreed to before: these channels, or all of them where
/// none is named.
pub(super) async fn give(
    hub: &Hub,
    tx: &DatabaseTransaction,
    ballot: &ballot::Model,
    seat: &MemberId,
    channels: Option<&[Channel]>,
) -> Result<()> {
    let agreed = statements(tx, ballot).await?.into_iter();
    let agreed = agreed.filter(|(channel, _)| channels.is_none_or(|named| named.contains(channel)));
    let row = |(channel, statement): (Channel, Statement)| release::Model {
        ballot_id: ballot.id.clone(),
        member_id: seat.clone(),
        channel,
        statement_sha256: Some(statement.sha256()),
        given_at: hub.now(),
        withdrawn_at: None,
    };
    store::release::put(tx, &ballot.id, seat, agreed.map(row).collect()).await
}

/// Takes back what the viewer agreed to in a ballot, for one channel or for all, until it is filed.
///
/// # Errors
/// `FILING_ALREADY` once the filing that names them is made, `NotFound`, or as [`access::member`].
pub async fn withdraw(
    hub: &Hub,
    viewer: &Viewer,
    id: &BallotId,
    channel: Option<Channel>,
) -> Result<Vec<release::Model>> {
    let found = store::ballot::find(&hub.db, id).await?.ok_or(Error::NotFound("ballot"))?;
    hub.write(async |tx| {
        let Member { seat, .. } =
            access::member(tx, viewer, &found.case_id).await.map_err(|error| error.about("ballot"))?;
        // Held by whoever files, too: one of the two comes first.
        let ballot = store::ballot::hold(tx, id).await?;
        if let Some(filing) = store::filing::of_ballot(tx, &ballot.id).await?
            && filing.delivery != Delivery::Failed
            && store::filing::speaks_for(tx, &filing.id, &seat.id).await?
        {
            return Err(Refusal::FilingAlready.into());
        }
        store::release::withdraw(tx, id, &seat.id, channel, hub.now()).await?;
        store::release::of_seat(tx, id, &seat.id).await
    })
    .await
}

/// What the viewer agreed to in a ballot.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, caller: &Caller, ballot: &ballot::Model) -> Result<Vec<release::Model>> {
    match access::seat(&hub.db, caller, &ballot.case_id).await? {
        Some(seat) => store::release::of_seat(&hub.db, &ballot.id, &seat.id).await,
        None => Ok(Vec::new()),
    }
}

/// Proves that everybody whom a filing names still agrees to be named there.
///
/// # Errors
/// `RELEASE_WITHDRAWN` when somebody took it back since the filing was drawn up.
pub(super) async fn still(
    tx: &DatabaseTransaction,
    ballot: &BallotId,
    channel: Channel,
    seats: &[MemberId],
) -> Result<()> {
    store::ballot::hold(tx, ballot).await?;
    let mut standing = 0;
    for some in seats.chunks(1_000) {
        standing += store::release::count_standing(tx, ballot, channel, some).await?;
    }
    if standing == seats.len() as u64 { Ok(()) } else { Err(Refusal::ReleaseWithdrawn.into()) }
}
