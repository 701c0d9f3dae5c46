//! Stories about the hub, told through its public doors, on SQLite and PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod access;
mod account;
mod ballot;
mod citation;
mod complaint;
mod evidence;
mod filing;
mod journey;
mod kill;
mod letter;
mod mail_room;
mod member;
mod migrations;
mod queue;
mod schema;
mod session;
mod support;
mod walkthrough;
