//! What one may do: one public function per intent, one transaction each.

pub mod access;
pub mod account;
pub mod app;
pub mod ballot;
pub mod case;
pub mod citation;
pub mod claim;
pub mod complaint;
pub mod credential;
pub mod custody;
pub mod deadline;
pub mod delivery;
pub mod digest;
pub mod evidence;
pub mod file;
pub mod filing;
pub mod idempotency;
pub mod identity;
pub mod letter;
pub mod maintenance;
pub mod manifest;
pub mod member;
pub mod moderation;
pub mod news;
pub mod operator;
pub mod password;
pub mod post;
pub mod queue;
pub mod redaction;
pub mod session;
pub mod timeline;
pub mod upkeep;
pub mod upload;
pub mod watch;

pub use crate::store::page;
