//! The closed vocabularies of evidence and its custody.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a piece of evidence is.
    EvidenceKind {
        /// An order.
        Order "order",
        /// Proof of payment.
        PaymentProof "payment_proof",
        /// The page of the product.
        ProductPage "product_page",
        /// A chat log.
        ChatLog "chat_log",
        /// A recorded call.
        CallRecording "call_recording",
        /// A screen with the error.
        ErrorScreen "error_screen",
        /// The operator's terms.
        OperatorTerms "operator_terms",
        /// A member's own statement.
        Statement "statement",
        /// Anything else.
        Other "other",
    }
    /// How far a piece of evidence has come on its way into the pool.
    EvidenceState {
        /// The original is sealed.
        Uploaded "uploaded",
        /// An anonymised copy waits for its owner.
        Cleaned "cleaned",
        /// In the pool.
        Confirmed "confirmed",
        /// Part of a filing.
        Released "released",
        /// Taken back by its owner.
        Withdrawn "withdrawn",
        /// The original is gone, or its key.
        Destroyed "destroyed",
    }
    /// How far a file has come on its way into the vault.
    BlobState {
        /// Bytes are being sent.
        Open "open",
        /// All bytes are there; nothing uses it yet.
        Whole "whole",
        /// Evidence uses it.
        Kept "kept",
        /// To be deleted.
        Doomed "doomed",
    }
    /// What was done with a piece of evidence.
    CustodyAct {
        /// The original was sealed.
        Deposited "deposited",
        /// A copy was made for its owner to look at.
        Redacted "redacted",
        /// Its owner put the copy into the pool.
        Confirmed "confirmed",
        /// A filing carries it.
        Released "released",
        /// Its owner took it back.
        Withdrawn "withdrawn",
        /// The original was destroyed.
        Destroyed "destroyed",
        /// It went on in another case.
        Transferred "transferred",
        /// It came from another case; the next link says how it stood.
        Received "received",
    }
}
