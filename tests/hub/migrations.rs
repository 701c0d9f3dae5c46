//! The record changes alike on both databases, forwards and backwards.

use std::io::Write;

use migration::{Migrator, MigratorTrait};

use crate::support::App;

#[tokio::test(flavor = "multi_thread")]
async fn the_record_goes_up_and_down_and_up_again() {
    let app = App::start().await;
    assert!(Migrator::get_pending_migrations(&app.hub.db).await.unwrap().is_empty());
    Migrator::down(&app.hub.db, None).await.unwrap();
    Migrator::up(&app.hub.db, None).await.unwrap();
    app.person("ann").await;
}

#[test]
fn which_database_the_stories_ran_on() {
    let said = match std::env::var("TEST_DATABASE_URL") {
        Ok(_) => "stories ran on PostgreSQL",
        Err(_) => {
            "stories ran on SQLite; the runs on PostgreSQL were SKIPPED, since TEST_DATABASE_URL is not set"
        }
    };
    // Straight to the stream: what a passing test prints by the macros is not shown.
    writeln!(std::io::stderr(), "\nnote: {said}").unwrap();
}
