//! Chorus 齐声: a hub for consumers who complain together. This is the map of the house.
//!
//! A request goes down one staircase: a door (`graphql`, `web`, `worker`) calls `service`, which calls `store`
//! and `domain`; `entity` lies below all of them. No arrow points up, and doors do not know each other.

/// ZIP archives, sent while they are written.
pub mod archive;
/// Pool copies of uploaded files, drawn anew.
pub mod clean;
/// The commands a person types.
pub mod cli;
/// Configuration: defaults, file, environment; every fault at once.
pub mod config;
/// A complaint on paper: PDF, CSV, plain text.
pub mod document;
/// What it means: pure functions.
pub mod domain;
/// Why a thing was not done.
pub mod error;
/// Door: the API.
pub mod graphql;
/// What every request shares.
pub mod hub;
/// The secrets of a hub.
pub mod keys;
/// The statutes, as dated data.
pub mod law;
/// How often a caller may knock.
pub mod limits;
/// The words people read, in both languages.
pub mod locale;
/// The mail room.
pub mod mail;
/// Open cases, found by whom they are against and by their words.
pub mod matching;
/// Counters for whoever runs the hub.
pub mod metrics;
/// Tells subscribers that a case changed.
pub mod news;
/// The HTTP server.
pub mod server;
/// What one may do: one function per intent.
pub mod service;
/// Texts that the binary carries.
mod source;
/// How it is kept: the only queries.
pub mod store;
/// Access tokens.
pub mod token;
/// Sealed files, in a directory or an S3-compatible store.
pub mod vault;
/// Door: plain HTTP beside the API.
pub mod web;
/// Door: the clock and the queue.
pub mod worker;
