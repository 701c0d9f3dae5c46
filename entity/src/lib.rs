//! What Chorus records: one file per table, typed ids, closed enums, and no behaviour.
//!
//! Ids are prefixed texts, enums are short strings, money is whole fen, instants are UTC and given by
//! the program. Relations point from child to parent only.

pub mod account;
pub mod app;
pub mod ballot;
pub mod blob;
pub mod calendar_link;
pub mod candidacy;
pub mod case;
pub mod case_month;
pub mod citation;
pub mod claim;
pub mod complaint;
pub mod complaint_member;
pub mod contact;
pub mod custody;
pub mod custody_head;
pub mod data_key;
pub mod deadline;
pub mod desk_link;
pub mod enums;
pub mod event;
pub mod evidence;
pub mod filing;
pub mod filing_evidence;
pub mod filing_member;
pub mod id;
pub mod idempotency;
pub mod identity;
pub mod job;
pub mod letter;
pub mod mail_token;
pub mod mandate;
pub mod member;
pub mod message;
pub mod objection;
pub mod offer;
pub mod offer_answer;
pub mod offer_part;
pub mod opening;
pub mod operator;
pub mod operator_identity;
pub mod outcome;
pub mod outcome_tally;
pub mod paper;
pub mod paper_content;
pub mod placeholder;
pub mod problem;
pub mod refresh_token;
pub mod release;
pub mod seat_move;
pub mod sequence;
pub mod session;
pub mod settlement;
pub mod sighting;
pub mod suppression;
pub mod term;
pub mod term_text;
pub mod transfer;
pub mod vote;

pub use enums::*;
pub use id::*;
