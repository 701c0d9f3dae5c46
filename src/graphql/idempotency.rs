//! `idempotencyKey`: the same key with the same input gives the same answer, for 24 hours.

use std::sync::Arc;

use async_graphql::{
    ServerError, ServerResult, Value, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo},
    parser::types::Field,
};

use super::payload::describe;
use crate::{
    error::Error,
    hub::Hub,
    service::{
        access::{Caller, Party},
        idempotency,
    },
};

/// The longest key.
const LONGEST: usize = 100;

/// Counts mutations and keeps the answers of those that carry a key.
pub(super) struct Idempotency;

impl ExtensionFactory for Idempotency {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

enum Halt {
    Ours(Error),
    Theirs(ServerError),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Idempotency {
    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        if info.parent_type != "Mutation" || info.is_for_introspection {
            return next.run(ctx, info).await;
        }
        let (hub, caller) = (ctx.data_unchecked::<Arc<Hub>>(), ctx.data_unchecked::<Caller>());
        let pos = info.field.name.pos;
        let outcome = async {
            if let Party::Person(viewer) = &caller.party {
                hub.limits.mutation(viewer.id().as_str())?;
            }
            let input = input(info.field, ctx.data_opt::<Variables>());
            let Some(key) = key(&input)? else {
                return next.run(ctx, info).await.map_err(Halt::Theirs);
            };
            let scope = match &caller.party {
                Party::Person(viewer) => viewer.id().to_string(),
                Party::App { id, .. } => id.to_string(),
                Party::Guest => caller.ip.to_string(),
            };
            let asked = format!("{} {} {input}", info.name, info.field.selection_set.node.items.len());
            let asked = format!("{asked} {:?}", shape(info.field));
            let answer = idempotency::keyed(hub, scope, key, &asked, async {
                let value = next.run(ctx, info).await.map_err(Halt::Theirs)?;
                serde_json::to_vec(&value).map_err(Error::fault("keeping an answer")).map_err(Halt::Ours)
            })
            .await?;
            serde_json::from_slice(&answer).map_err(Error::fault("reading an answer")).map_err(Halt::Ours)
        };
        outcome.await.map_err(|halt| match halt {
            Halt::Theirs(error) => error,
            Halt::Ours(error) => describe(error, caller.locale).into_server_error(pos),
        })
    }
}

/// The input of a mutation with its variables filled in.
fn input(field: &Field, variables: Option<&Variables>) -> Value {
    let given =
        field.arguments.iter().find(|(name, _)| name.node == "input").map(|(_, value)| value.node.clone());
    let fill =
        |name: async_graphql::Name| Ok(variables.and_then(|all| all.get(&name)).cloned().unwrap_or_default());
    given.and_then(|value| value.into_const_with::<std::convert::Infallible>(fill).ok()).unwrap_or_default()
}

/// The names a client selected, since the same mutation with another selection has another answer.
fn shape(field: &Field) -> Vec<String> {
    use async_graphql::parser::types::Selection;
    let mut names = Vec::new();
    for item in &field.selection_set.node.items {
        match &item.node {
            Selection::Field(inner) => {
                names.push(inner.node.response_key().node.to_string());
                names.extend(shape(&inner.node));
            }
            Selection::FragmentSpread(spread) => names.push(spread.node.fragment_name.node.to_string()),
            Selection::InlineFragment(fragment) => {
                names.push(format!("{:?}", fragment.node.selection_set.node.items.len()));
            }
        }
    }
    names
}

fn key(input: &Value) -> Result<Option<String>, Error> {
    let Value::Object(fields) = input else { return Ok(None) };
    match fields.get("idempotencyKey") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(key)) if !key.is_empty() && key.len() <= LONGEST && !key.contains('\0') => {
            Ok(Some(key.clone()))
        }
        Some(_) => Err(Error::BadInput("idempotencyKey must have 1 to 100 characters")),
    }
}
