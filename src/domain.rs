//! What it means: pure functions over what is recorded; no await, no clock, no query.

pub mod address;
pub mod backoff;
pub mod ballot;
pub mod calendar;
pub mod category;
pub mod claim;
pub mod complaint;
pub mod credit_code;
pub mod custody;
pub mod deadline;
pub mod email;
pub mod filing;
pub mod framing;
pub mod identity;
pub mod identity_number;
pub mod manifest;
pub mod order_number;
pub mod pace;
pub mod password;
pub mod phone;
pub mod pseudonym;
pub mod published;
pub mod redact;
pub mod refusal;
pub mod stage;
pub mod text;
