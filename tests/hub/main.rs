//! Stories about the hub, told through its public doors, on SQLite and PostgreSQL.

mod journey;
mod support;
mod schema;
