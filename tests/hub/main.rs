//! Stories about the hub, told through its public doors, on SQLite and PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod access;
mod account;
mod admissibility;
mod assistant;
mod backup;
mod bad_input;
mod ballot;
mod calendar;
mod channel;
mod checklist;
mod citation;
mod clause;
mod clean;
mod complaint;
mod consent;
mod custody;
mod demo;
mod evidence;
mod filing;
mod full_disk;
mod idempotency;
mod intake;
mod journey;
mod kill;
mod law;
mod letter;
mod limits;
mod mail_room;
mod mandate;
mod matching;
mod member;
mod migrations;
mod pages;
mod queue;
mod schema;
mod session;
mod statistic;
mod subscription;
mod support;
mod term;
mod transfer;
mod upload;
mod vault;
mod walkthrough;
