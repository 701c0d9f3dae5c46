//! What every request shares: database, clock, ids, secrets and configuration.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use entity::Id;
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{Semaphore, watch};

use crate::{
    clean::{Cleaner, Ocr},
    config::{Config, Storage},
    error::{Error, Result},
    keys::{self, Keys},
    limits::Limits,
    matching::Matching,
    news::News,
    store,
    token::Tokens,
    vault::Vault,
};

/// How long an idle connection to the database is trusted without asking it.
const FRESH: Duration = Duration::from_secs(2);

/// What every request shares.
pub struct Hub {
    /// Where to read.
    pub db: DatabaseConnection,
    /// What was configured.
    pub config: Config,
    /// The secrets.
    pub keys: Keys,
    /// Access tokens.
    pub tokens: Tokens,
    /// How often a caller may knock.
    pub limits: Limits,
    /// Tells subscribers that a case changed.
    pub news: News,
    /// Open cases, to be found by whoever has the same problem.
    pub matching: Arc<Matching>,
    /// Rung when something was written in this process, so that what waits for it need not wait for its turn.
    pub wake: watch::Sender<()>,
    /// Sealed files.
    pub vault: Vault,
    /// Draws copies of files anew, in processes of their own.
    pub cleaner: Cleaner,
    /// Reads text in pictures, where the program for it is installed.
    pub ocr: Option<Ocr>,
    /// Documents that may be typeset at the same time.
    pub typesetting: Semaphore,
    /// Passwords that may be hashed at the same time.
    pub hashing: Semaphore,
    clock: Clock,
    ids: Mutex<ulid::Generator>,
    /// On SQLite, one writer at a time: waiting here is fair and cheaper than the file's own lock.
    writer: Option<Semaphore>,
}

/// Tells the time.
#[derive(Clone)]
pub enum Clock {
    /// The time of this machine.
    System,
    /// A time that moves only when it is moved: for example worlds and tests.
    Set(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at `instant`.
    #[must_use]
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self::Set(Arc::new(Mutex::new(instant)))
    }

    /// Moves a set clock forward; the machine's own clock stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Set(instant) = self {
            *instant.lock().expect("no thread panics while it holds the clock") += by;
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
            Self::System => Utc::now(),
            Self::Set(instant) => *instant.lock().expect("no thread panics while it holds the clock"),
        }
    }
}

impl Hub {
    /// Connects to the database, brings it up to date and reads the secrets.
    ///
    /// # Errors
    /// When the database or the data directory cannot be used.
    pub async fn open(config: Config, clock: Clock) -> Result<Self> {
        let keys = Keys::open(&config.data_dir, &config.auth.algorithm)?;
        let db = connect(&config).await?;
        migrate(&db).await?;
        let vault = Vault::open(&config.storage, &config.data_dir)?;
        let ocr = Ocr::find(config.storage.cleaners).await;
        let wake = watch::Sender::default();
        let cleaner = Cleaner::new(cleaner(&config.storage)?, config.storage.cleaners);
        Ok(Self {
            tokens: Tokens::new(&keys)?,
            limits: Limits::new(&config.limits),
            typesetting: Semaphore::new(1),
            hashing: Semaphore::new(config.auth.hashing.max(1)),
            writer: (!config.is_postgres()).then(|| Semaphore::new(1)),
            news: News::default(),
            vault,
            cleaner,
            ocr,
            matching: Arc::new(Matching::new(wake.subscribe())),
            wake,
            ids: Mutex::default(),
            db,
            config,
            keys,
            clock,
        })
    }

    /// The time, to the millisecond.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(3)
    }

    /// A fresh id; ids made later sort after it.
    #[must_use]
    pub fn mint<T: Id>(&self) -> T {
        let time = SystemTime::UNIX_EPOCH
            + Duration::from_millis(u64::try_from(self.now().timestamp_millis()).unwrap_or_default());
        let mut ids = self.ids.lock().expect("no thread panics while it holds the generator");
        let ulid = ids.generate_from_datetime(time).unwrap_or_else(|_| ulid::Ulid::from_datetime(time));
        T::from_suffix(&ulid.to_string().to_lowercase())
    }

    /// A fresh id that tells nothing about when it was made.
    #[must_use]
    pub fn mint_blind<T: Id>(&self) -> T {
        T::from_suffix(&ulid::Ulid::from(u128::from_be_bytes(keys::random())).to_string().to_lowercase())
    }

    /// Where letters are written that are not mailed.
    #[must_use]
    pub fn letters_dir(&self) -> PathBuf {
        self.config.letters_dir()
    }

    /// Does `work` in one transaction: commits on `Ok`, rolls back on `Err`.
    ///
    /// On SQLite the transaction is immediate, so it is alone from its first statement.
    ///
    /// # Errors
    /// What `work` answers, or a fault of the database.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T>) -> Result<T> {
        self.transact(true, work).await
    }

    /// Does `work` in a transaction beside the one that an intent is about: it takes no idempotency key, so
    /// that the key is still free when the intent itself fails.
    ///
    /// # Errors
    /// As [`Hub::write`].
    pub async fn write_aside<T>(
        &self,
        work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T>,
    ) -> Result<T> {
        self.transact(false, work).await
    }

    async fn transact<T>(
        &self,
        is_intent: bool,
        work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T>,
    ) -> Result<T> {
        let _turn = match &self.writer {
            Some(turn) => Some(turn.acquire().await.map_err(Error::fault("waiting to write"))?),
            None => None,
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.db.begin_with_options(options).await?;
        let claimed = is_intent && store::idempotency::claim(&tx, self.now()).await?;
        match work(&tx).await {
            Ok(value) => {
                tx.commit().await?;
                self.wake.send_replace(());
                Ok(value)
            }
            Err(error) => {
                tx.rollback().await?;
                if claimed {
                    store::idempotency::release();
                }
                Err(error)
            }
        }
    }
}

/// The program that cleans files: this one, unless another is set.
fn cleaner(config: &Storage) -> Result<PathBuf> {
    if config.cleaner.as_os_str().is_empty() {
        std::env::current_exe().map_err(Error::fault("finding the program that cleans"))
    } else {
        Ok(config.cleaner.clone())
    }
}

/// Opens the pool with the settings that keep an acknowledged write.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn connect(config: &Config) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(config.database_url());
    options.max_connections(config.database.connections).sqlx_logging(false);
    // Asked only where the server may have hung up meanwhile, since asking costs a round trip.
    options.test_before_acquire_if_idle_for(FRESH);
    options.map_sqlx_sqlite_opts(|sqlite| {
        use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        // FULL, since NORMAL may lose the last commits when the power fails.
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(20))
            .foreign_keys(true)
            .pragma("cache_size", "-8000")
    });
    Ok(Database::connect(options).await?)
}

/// Brings the database up to date; does nothing, quickly, when it is.
///
/// # Errors
/// When a migration fails.
pub async fn migrate(db: &DatabaseConnection) -> Result<()> {
    Ok(Migrator::up(db, None).await?)
}
