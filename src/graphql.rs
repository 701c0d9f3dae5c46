//! Door: the API. It only translates: in, one call, out.
//!
//! A noun has one file with its object, its queries and its mutations; this file gathers them.

mod account;
mod admissibility;
mod advice;
mod api;
mod app;
mod assistant;
mod ballot;
mod calendar;
mod case;
mod channel;
mod checklist;
mod citation;
mod claim;
mod clause;
mod comparison;
mod complaint;
mod connection;
mod credential;
mod custody;
mod desk;
mod event;
mod evidence;
mod filing;
mod gate;
mod idempotency;
mod identity;
mod intake;
mod law;
mod letter;
mod loader;
mod mandate;
mod matching;
mod member;
mod message;
mod next_channel;
mod node;
mod offer;
mod operator;
mod outcome;
mod pack;
mod paper;
mod payload;
mod release;
mod session;
mod statement;
mod statistic;
mod subscription;
mod term;
mod transfer;
mod upload;
mod viewer;
mod wording;
mod words;

use std::sync::Arc;

use async_graphql::{MergedObject, Schema, SchemaBuilder, ValidationMode};

pub use api::Api;

use crate::hub::Hub;

/// What can be read of letters between cases and operators; a group of its own, since the compiler follows each member of
/// a merged object into the next, and only so far.
#[derive(MergedObject, Default)]
pub struct Correspondence(message::MessageQuery, desk::DeskQuery);

/// What can be done once a filing is out; a group of its own for the same reason.
#[derive(MergedObject, Default)]
pub struct Aftermath(
    offer::OfferMutation,
    outcome::OutcomeMutation,
    message::MessageMutation,
    desk::DeskMutation,
);

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub struct Query(
    account::AccountQuery,
    admissibility::AdmissibilityQuery,
    assistant::AssistantQuery,
    case::CaseQuery,
    channel::ChannelQuery,
    clause::ClauseQuery,
    evidence::EvidenceQuery,
    custody::CustodyQuery,
    intake::IntakeQuery,
    next_channel::NextChannelQuery,
    law::LawQuery,
    matching::MatchingQuery,
    Correspondence,
    node::NodeQuery,
    operator::OperatorQuery,
    statement::StatementQuery,
    statistic::StatisticQuery,
    term::TermQuery,
    wording::WordingQuery,
);

/// Everything that can be done: one mutation per intent, with one input and one payload.
#[derive(MergedObject, Default)]
pub struct Mutation(
    account::AccountMutation,
    credential::CredentialMutation,
    session::SessionMutation,
    identity::IdentityMutation,
    app::AppMutation,
    operator::OperatorMutation,
    case::CaseMutation,
    member::MemberMutation,
    claim::ClaimMutation,
    evidence::EvidenceMutation,
    upload::UploadMutation,
    citation::CitationMutation,
    term::TermMutation,
    complaint::ComplaintMutation,
    ballot::BallotMutation,
    mandate::MandateMutation,
    filing::FilingMutation,
    Aftermath,
    assistant::AssistantMutation,
    pack::PackMutation,
    release::ReleaseMutation,
    calendar::CalendarMutation,
    transfer::TransferMutation,
);

type ChorusSchema = Schema<Query, Mutation, subscription::Subscription>;

fn builder() -> SchemaBuilder<Query, Mutation, subscription::Subscription> {
    Schema::build(Query::default(), Mutation::default(), subscription::Subscription)
        .register_output_type::<node::Node>()
}

/// The schema in its definition language, as it is kept in `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    let options =
        async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder().finish().sdl_with_options(options)
}

/// The API of a hub: one that checks every rule, and one for documents that were checked before.
#[must_use]
pub fn api(hub: Arc<Hub>) -> Api {
    let limits = hub.config.limits.clone();
    let limited = || {
        let builder = builder()
            .limit_depth(limits.depth)
            .limit_complexity(limits.complexity)
            .limit_directives(limits.directives)
            .limit_recursive_depth(64)
            .disable_suggestions();
        if hub.config.server.introspection { builder } else { builder.disable_introspection() }
    };
    let strict = limited().extension(idempotency::Idempotency).finish();
    let fast = limited().validation_mode(ValidationMode::Fast).finish();
    Api::new(hub.clone(), strict, fast)
}
