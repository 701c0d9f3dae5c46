//! A database for one test: a SQLite file, or a PostgreSQL database of its own when `TEST_DATABASE_URL` says where.

use sea_orm::{ConnectionTrait, Database as Connect};

/// A database that goes when its test is over.
pub struct Database {
    /// Empty for the SQLite file in the data directory.
    pub url: String,
    admin: Option<(String, String)>,
}

impl Database {
    /// Makes one.
    pub async fn create() -> Self {
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            return Self { url: String::new(), admin: None };
        };
        let name = format!("chorus_test_{}", hex::encode(chorus::keys::random::<8>()));
        let db = Connect::connect(&server).await.unwrap();
        db.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        db.close().await.unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        Self { url: format!("{base}/{name}"), admin: Some((server, name)) }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some((server, name)) = self.admin.take() else { return };
        // A thread of its own, since the test's runtime is on its way out.
        let dropper = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let db = Connect::connect(&server).await.unwrap();
                db.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
            });
        });
        let _ = dropper.join();
    }
}
