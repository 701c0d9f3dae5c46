//! Loaders: one request asks for the rows of a relation in one go. Made per request, so that each asks as its
//! viewer and nothing outlives it.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::{DataLoader, Loader};
use entity::{OperatorId, operator, operator_alias};

use crate::{error::Error, hub::Hub, service::operator as operators};

/// The loaders of one request.
pub(super) struct Loaders {
    /// Operators by id.
    pub(super) operators: DataLoader<Operators>,
    /// Other names of operators by id.
    pub(super) aliases: DataLoader<Aliases>,
}

impl Loaders {
    pub(super) fn new(hub: &Arc<Hub>) -> Self {
        Self {
            operators: DataLoader::new(Operators(hub.clone()), tokio::spawn),
            aliases: DataLoader::new(Aliases(hub.clone()), tokio::spawn),
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

/// Loads other names of operators.
pub(super) struct Aliases(Arc<Hub>);

impl Loader<OperatorId> for Aliases {
    type Value = Vec<operator_alias::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        ids: &[OperatorId],
    ) -> Result<HashMap<OperatorId, Vec<operator_alias::Model>>, Arc<Error>> {
        operators::aliases(&self.0, ids.to_vec()).await.map_err(Arc::new)
    }
}
