//! Loaders: one request asks for the rows of a relation in one go. Made per request, so that each asks as its
//! viewer and nothing outlives it.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::{DataLoader, Loader};
use entity::{AccountId, CaseId, OperatorId, TermId, operator, operator_identity, term};

use crate::{
    error::Error,
    hub::Hub,
    service::{
        lineage::{self, Kin, Lineage},
        operator as operators, term as terms,
    },
};

/// The loaders of one request.
pub(super) struct Loaders {
    /// Operators by id.
    pub(super) operators: DataLoader<Operators>,
    /// What operators are known by, by id.
    pub(super) identities: DataLoader<Identities>,
    /// The cases that cases came from and went on in.
    pub(super) lineages: DataLoader<Lineages>,
    /// Cases beside others.
    pub(super) kin: DataLoader<Kindred>,
    /// Terms by id.
    pub(super) terms: DataLoader<Terms>,
}

/// A case, and whose seats in it and in those beside it are looked up as well.
pub(super) type CaseOf = (CaseId, Option<AccountId>);

impl Loaders {
    pub(super) fn new(hub: &Arc<Hub>) -> Self {
        Self {
            operators: DataLoader::new(Operators(hub.clone()), tokio::spawn),
            identities: DataLoader::new(Identities(hub.clone()), tokio::spawn),
            lineages: DataLoader::new(Lineages(hub.clone()), tokio::spawn),
            kin: DataLoader::new(Kindred(hub.clone()), tokio::spawn),
            terms: DataLoader::new(Terms(hub.clone()), tokio::spawn),
        }
    }
}

/// Loads operators.
pub(super) struct Operators(Arc<Hub>);

impl Loader<OperatorId> for Operators {
    type Value = operator::Model;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[OperatorId]) -> Result<HashMap<OperatorId, operator::Model>, Arc<Error>> {
        operators::find_many(&self.0, ids.to_vec()).await.map_err(Arc::new)
    }
}

/// Loads what operators are known by.
pub(super) struct Identities(Arc<Hub>);

impl Loader<OperatorId> for Identities {
    type Value = Vec<operator_identity::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        ids: &[OperatorId],
    ) -> Result<HashMap<OperatorId, Vec<operator_identity::Model>>, Arc<Error>> {
        operators::identities(&self.0, ids.to_vec()).await.map_err(Arc::new)
    }
}

/// Loads what operators' terms say.
pub(super) struct Terms(Arc<Hub>);

impl Loader<TermId> for Terms {
    type Value = term::Model;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[TermId]) -> Result<HashMap<TermId, term::Model>, Arc<Error>> {
        terms::find_many(&self.0, ids.to_vec()).await.map_err(Arc::new)
    }
}

/// The account that a request asks as, which is the same in all its keys, and the cases.
fn parted(keys: &[CaseOf]) -> (Option<AccountId>, Vec<CaseId>) {
    let account = keys.first().and_then(|(_, account)| account.clone());
    (account, keys.iter().map(|(id, _)| id.clone()).collect())
}

/// Loads lineages.
pub(super) struct Lineages(Arc<Hub>);

impl Loader<CaseOf> for Lineages {
    type Value = Lineage;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[CaseOf]) -> Result<HashMap<CaseOf, Lineage>, Arc<Error>> {
        let (account, ids) = parted(keys);
        let found = lineage::of(&self.0, account.as_ref(), ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, lineage)| ((id, account.clone()), lineage)).collect())
    }
}

/// Loads cases beside others.
pub(super) struct Kindred(Arc<Hub>);

impl Loader<CaseOf> for Kindred {
    type Value = Kin;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[CaseOf]) -> Result<HashMap<CaseOf, Kin>, Arc<Error>> {
        let (account, ids) = parted(keys);
        let found = lineage::kin(&self.0, account.as_ref(), ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, kin)| ((id, account.clone()), kin)).collect())
    }
}
