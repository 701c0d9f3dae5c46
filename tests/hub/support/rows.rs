//! How many rows each table has, to see that nothing was half written.

use std::collections::BTreeMap;

use sea_orm::{EntityName, EntityTrait, PaginatorTrait};

use super::App;

macro_rules! count {
    ($db:expr, $($table:ident),* $(,)?) => {
        BTreeMap::from([$((entity::$table::Entity.table_name().to_owned(), entity::$table::Entity::find().count($db).await.unwrap())),*])
    };
}

impl App {
    /// The rows of each table.
    pub async fn rows(&self) -> BTreeMap<String, u64> {
        let db = &self.hub.db;
        count!(
            db,
            account,
            app,
            ballot,
            calendar_link,
            case,
            citation,
            claim,
            complaint,
            complaint_member,
            contact,
            custody,
            custody_head,
            deadline,
            event,
            evidence,
            filing,
            filing_evidence,
            filing_member,
            idempotency,
            identity,
            job,
            letter,
            mail_token,
            member,
            objection,
            opening,
            operator,
            operator_identity,
            placeholder,
            refresh_token,
            seat_move,
            sequence,
            session,
            sighting,
            suppression,
            term,
            term_text,
            transfer,
            vote,
        )
    }
}
