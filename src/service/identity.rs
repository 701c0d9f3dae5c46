//! Sealed identities: written by their owner, opened only for a filing its owner agreed to.

use entity::{AccountId, FilingId, MemberId, MemberRole, identity, member, opening};
use sea_orm::DatabaseTransaction;

use super::{
    access::{Member, Viewer},
    data_key,
};
use crate::{
    domain::{
        address,
        calendar::beijing_date,
        identity::{Draft, Identity},
        refusal::Refusal,
    },
    error::{Error, Result},
    hub::Hub,
    keys::{self, Key},
    store::{
        self,
        identity::Shared,
        page::{Page, Slice},
    },
};

const CONTEXT: &str = "identity";

/// Seals the identity of the viewer, in place of an earlier one.
///
/// # Errors
/// A refusal about a field.
pub async fn seal(hub: &Hub, viewer: &Viewer, draft: &Draft<'_>) -> Result<identity::Model> {
    let plain = Identity::parse(draft, beijing_date(hub.now()))?;
    let key = data_key::of(hub, viewer.id()).await?;
    let bytes =
        zeroize::Zeroizing::new(serde_json::to_vec(&plain).map_err(Error::fault("sealing an identity"))?);
    let row = identity::Model {
        account_id: viewer.id().clone(),
        sealed: keys::seal(&key, &bytes, CONTEXT)?,
        phone_index: hub.keys.index("phone", &plain.phone),
        address_index: plain
            .address
            .as_deref()
            .map(|text| hub.keys.index("postal", &address::comparable(text))),
        complete: plain.is_complete(),
        updated_at: hub.now(),
    };
    hub.write(async |tx| store::identity::put(tx, row.clone()).await).await?;
    Ok(row)
}

/// Opens the identity of the viewer for themself.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, viewer: &Viewer) -> Result<Option<Identity>> {
    let Some(row) = store::identity::find(&hub.db, viewer.id()).await? else { return Ok(None) };
    open(&data_key::of(hub, viewer.id()).await?, &row).map(Some)
}

/// Opens a sealed identity with its owner's data key; whoever calls this for somebody else records it with [`record`].
///
/// # Errors
/// A fault when the key is another's.
pub(super) fn open(key: &Key, row: &identity::Model) -> Result<Identity> {
    let bytes = keys::open(key, &row.sealed, CONTEXT)?;
    serde_json::from_slice(&bytes).map_err(Error::fault("opening an identity"))
}

/// Records that an identity was opened for a filing, and by which seat when a person reads it.
pub(super) async fn record(
    hub: &Hub,
    tx: &DatabaseTransaction,
    account: &AccountId,
    filing: &FilingId,
    by: Option<&MemberId>,
) -> Result<()> {
    let row = opening::Model {
        id: hub.mint(),
        account_id: account.clone(),
        filing_id: Some(filing.clone()),
        opened_at: hub.now(),
        opened_by: by.cloned(),
    };
    store::insert(tx, row).await
}

/// As [`record`], of many at once.
pub(super) async fn record_all(
    hub: &Hub,
    tx: &DatabaseTransaction,
    accounts: &[AccountId],
    filing: &FilingId,
    by: Option<&MemberId>,
) -> Result<()> {
    let row = |account: &AccountId| opening::Model {
        id: hub.mint(),
        account_id: account.clone(),
        filing_id: Some(filing.clone()),
        opened_at: hub.now(),
        opened_by: by.cloned(),
    };
    store::identity::insert_openings(tx, accounts.iter().map(row)).await
}

/// When the identity of the viewer was opened, newest first, with the seat of the representative who read it.
///
/// # Errors
/// A fault only.
pub async fn openings(
    hub: &Hub,
    viewer: &Viewer,
    page: &Page,
) -> Result<Slice<(opening::Model, Option<member::Model>)>> {
    store::identity::openings(&hub.db, viewer.id(), page).await
}

/// Members of a case, as codes, who share a telephone number or an address, which is a ground of refusal
/// (crm-17); nothing is opened to find them.
pub struct Twins {
    /// Groups that share a telephone number.
    pub phones: Vec<Vec<String>>,
    /// Groups that share an address.
    pub addresses: Vec<Vec<String>>,
}

/// Finds members who share a telephone number or an address, for an organiser.
///
/// # Errors
/// `ORGANISERS_ONLY`.
pub async fn twins(hub: &Hub, Member { case, seat }: &Member) -> Result<Twins> {
    if seat.role != MemberRole::Organiser {
        return Err(Refusal::OrganisersOnly.into());
    }
    Ok(Twins {
        phones: store::identity::twins(&hub.db, &case.id, Shared::Phone).await?,
        addresses: store::identity::twins(&hub.db, &case.id, Shared::Address).await?,
    })
}
