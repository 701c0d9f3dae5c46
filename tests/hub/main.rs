//! Stories about the hub, told through its public doors, on SQLite and PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod access;
mod ballot;
mod filing;
mod journey;
mod kill;
mod letter;
mod mail_room;
mod migrations;
mod queue;
mod schema;
mod support;
mod walkthrough;
