//! How the record of Chorus changes: append-only, the same for SQLite and PostgreSQL.
//!
//! A migration that has been released is never edited. What would break running code is done in two
//! releases: widen, then narrow. The tables a popular case writes to at every join (`members`, `claims`,
//! `events`) have no foreign key to `cases`: on PostgreSQL each insert would lock the case's row in share
//! mode, and every joiner would write to that one row. Cases are never deleted.

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::prelude::{DbErr, MigratorTrait};

mod m20261122_000001_accounts;
mod m20261122_000002_cases;
mod m20261122_000003_complaints;
mod m20261122_000004_letters;
mod m20261122_000005_quorum;
mod m20261122_000006_files;
mod m20261127_000001_data_keys;
mod m20261127_000002_originals;
mod m20261127_000003_mandates;
mod m20261127_000009_transfers;
mod m20261127_000010_identities;
mod m20261127_000011_terms;
mod m20261127_000016_admissibility;
mod m20261127_000017_calendar_links;
mod m20261128_000001_papers;
mod m20261128_000002_releases;
mod m20261128_000010_offers;
mod m20261128_000011_outcomes;
mod m20261128_000012_mailboxes;
mod m20261128_000013_desk;
mod m20261128_000020_statistics;
mod m20261128_000021_money_back;

/// All migrations in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_accounts::Migration),
            Box::new(m20261122_000002_cases::Migration),
            Box::new(m20261122_000003_complaints::Migration),
            Box::new(m20261122_000004_letters::Migration),
            Box::new(m20261122_000005_quorum::Migration),
            Box::new(m20261122_000006_files::Migration),
            Box::new(m20261127_000001_data_keys::Migration),
            Box::new(m20261127_000002_originals::Migration),
            Box::new(m20261127_000003_mandates::Migration),
            Box::new(m20261127_000009_transfers::Migration),
            Box::new(m20261127_000010_identities::Migration),
            Box::new(m20261127_000011_terms::Migration),
            Box::new(m20261127_000016_admissibility::Migration),
            Box::new(m20261127_000017_calendar_links::Migration),
            Box::new(m20261128_000001_papers::Migration),
            Box::new(m20261128_000002_releases::Migration),
            Box::new(m20261128_000020_statistics::Migration),
            Box::new(m20261128_000021_money_back::Migration),
            Box::new(m20261128_000010_offers::Migration),
            Box::new(m20261128_000011_outcomes::Migration),
            Box::new(m20261128_000012_mailboxes::Migration),
            Box::new(m20261128_000013_desk::Migration),
        ]
    }
}
