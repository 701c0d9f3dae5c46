//! A ballot keeps the quorum it was opened with.

use sea_orm_migration::{prelude::*, schema::*};

/// Adds the column, and gives ballots of before what their case asks for.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = integer("quorum").default(1).to_owned();
        manager.alter_table(Table::alter().table("ballots").add_column(column).to_owned()).await?;
        let of_case = Query::select()
            .column("quorum")
            .from("cases")
            .and_where(Expr::col(("cases", "id")).equals(("ballots", "case_id")))
            .to_owned();
        let keep = Query::update()
            .table("ballots")
            .value("quorum", SimpleExpr::SubQuery(None, Box::new(of_case.into())))
            .to_owned();
        manager.execute(keep).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("ballots").drop_column("quorum").to_owned()).await
    }
}
