//! `chorus demo`: fills a fresh hub with an example world.
//!
//! Everything in it is invented. It is made through the services, by people who open, join, vote and file from
//! February to November 2026 on a clock that the demo moves, so that timelines, deadlines and letters are what the
//! hub makes of them. Letters are written as `.eml` files and never mailed.
//!
//! The world says the same each time: people, texts, amounts, days, counts and stages follow from the data beside this
//! file. What the hub draws at random is different each time: ids, the codes of seats, keys and sealed bytes, hashes
//! that cover one of those, and which of several values of one text gets the lower placeholder number.

mod lot;
mod person;
mod plan;
mod play;
mod tale;
mod world;

use std::{process::ExitCode, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use entity::CaseId;
use tracing::info;

use self::{person::Person, play::Play};
use super::terminal::{Outcome, say};
use crate::{
    config::Config,
    error::Error,
    hub::{Clock, Hub},
    service::{account, password},
};

/// Everybody's password in the example world.
pub const PASSWORD: &str = "qisheng-demo-2026";

/// The instant before anything happens: the morning of 20 February 2026 in Beijing.
#[must_use]
pub fn beginning() -> DateTime<Utc> {
    instant("2026-02-20T01:00:00Z")
}

/// The instant at which the world stands: the evening of 20 November 2026 in Beijing.
#[must_use]
pub fn end() -> DateTime<Utc> {
    instant("2026-11-20T13:00:00Z")
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("the instants above are written well")
}

/// How large a world to make.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Size {
    /// The most members of a case beside its organiser; fewer make a smaller world faster.
    #[arg(long, value_name = "NUMBER", default_value_t = 16)]
    pub members_per_case: usize,
}

/// Why there is no example world.
#[derive(Debug, thiserror::Error)]
pub enum Unfilled {
    /// Somebody's data is there.
    #[error(
        "the database is not empty: the example world goes into a fresh one (set CHORUS_DATA_DIR to a new directory)"
    )]
    NotFresh,
    /// Letters would be mailed.
    #[error("mail.host is set: letters of the example world are only written into files; unset it first")]
    Mails,
    /// The hub's clock is not one that can be moved, or is past the beginning.
    #[error("the hub's clock does not stand before the beginning of the example world")]
    Clock,
    /// A step could not be done.
    #[error("the example world broke off at {at}: {what}")]
    BrokeOff {
        /// When in the world.
        at: DateTime<Utc>,
        /// Which step of which case.
        what: String,
        /// Why.
        #[source]
        source: Error,
    },
    /// A fault before the first step.
    #[error(transparent)]
    Hub(#[from] Error),
}

/// A case that is worth looking at.
#[derive(Clone, Debug)]
pub struct Sight {
    /// The case.
    pub case: CaseId,
    /// Its title.
    pub title: String,
    /// Why, in both languages; `None` for the others.
    pub look: Option<String>,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Filled {
    /// People with an account.
    pub people: usize,
    /// All cases, in the order in which they are written down.
    pub cases: Vec<Sight>,
}

/// Fills a fresh hub with the example world, moving `clock`, which must be the hub's, to [`end`].
///
/// # Errors
/// When the hub is not fresh, would mail letters or has another clock, or when a step fails.
pub async fn fill(hub: &Arc<Hub>, clock: &Clock, size: Size) -> Result<Filled, Unfilled> {
    check(hub, clock).await?;
    let world = world::world();
    let plan = plan::plan(world, size.members_per_case, end());
    let hash = password::hash(hub, PASSWORD).await?;
    let mut play = Play::new(hub, clock, world, &plan.seats, hash)?;
    play.wait_until(beginning());
    for person in [Person::moderator(), Person::admin()] {
        play.somebody(&person).await?;
    }
    let mut look = beginning();
    for act in &plan.acts {
        // Ballots end, deadlines pass and digests go out at their hour.
        while look < act.at {
            play.wait_until(look);
            play.work().await;
            look = next_look(look);
        }
        play.wait_until(act.at);
        step(&mut play, act).await?;
        if act.step.is_news() {
            play.work().await;
        }
    }
    while look < end() {
        play.wait_until(look);
        play.work().await;
        look = next_look(look);
    }
    play.wait_until(end());
    play.work().await;
    for act in &plan.last {
        step(&mut play, act).await?;
    }
    let cases = world.case.iter().enumerate().filter_map(|(number, case)| {
        let id = play.case_id(number)?.clone();
        Some(Sight { case: id, title: case.title.clone(), look: case.look.clone() })
    });
    Ok(Filled { people: play.people(), cases: cases.collect() })
}

async fn step(play: &mut Play<'_>, act: &plan::Act) -> Result<(), Unfilled> {
    play.perform(*act).await.map_err(|source| {
        let what = format!("{:?} of “{}”", act.step, world::world().case[act.case].title);
        Unfilled::BrokeOff { at: act.at, what, source }
    })
}

/// The worker looks at 08:05 and at 20:05 in Beijing.
fn next_look(last: DateTime<Utc>) -> DateTime<Utc> {
    let day = last.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let looks = [5, 12 * 60 + 5, 24 * 60 + 5].map(|minutes| day + TimeDelta::minutes(minutes));
    looks.into_iter().find(|look| *look > last).unwrap_or(last + TimeDelta::hours(12))
}

async fn check(hub: &Hub, clock: &Clock) -> Result<(), Unfilled> {
    if !hub.config.mail.host.is_empty() {
        return Err(Unfilled::Mails);
    }
    // Whatever else is recorded was recorded by somebody.
    if account::is_anybody(hub).await? {
        return Err(Unfilled::NotFresh);
    }
    let before = hub.now();
    clock.advance(TimeDelta::milliseconds(1));
    if before > beginning()
        || hub.now() - before != TimeDelta::milliseconds(1)
        || !matches!(clock, Clock::Set(_))
    {
        return Err(Unfilled::Clock);
    }
    Ok(())
}

/// Makes the world and says how to look at it.
pub(super) async fn run(config: Config, size: Size) -> Outcome {
    // Before the database is even made.
    if !config.mail.host.is_empty() {
        return Err(Unfilled::Mails.into());
    }
    let clock = Clock::at(beginning() - TimeDelta::hours(1));
    let hub = Arc::new(Hub::open(config, clock.clone()).await?);
    let filled = fill(&hub, &clock, size).await?;
    info!(people = filled.people, cases = filled.cases.len(), "the example world is there");
    tell(&hub, &filled).await?;
    hub.db.clone().close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn tell(hub: &Hub, filled: &Filled) -> Result<(), Error> {
    let ids = filled.cases.iter().map(|sight| sight.case.clone()).collect();
    let rows = crate::service::case::find_many(hub, ids).await?;
    let seats: i64 = rows.values().map(|row| row.member_count).sum();
    say(format_args!(
        "示例世界已就绪 The example world is ready: {} cases, {seats} seats, {} people.",
        filled.cases.len(),
        filled.people
    ));
    say(format_args!("  密码 Password     {PASSWORD} (所有人相同 everybody's)"));
    say("  组织者 Organiser  organiser1@demo.example … organiser8@demo.example");
    say("  成员 Member       member001@demo.example …");
    say("  管理 Moderator    moderator@demo.example, admin@demo.example");
    say(format_args!("  信件 Letters      {}", hub.letters_dir().display()));
    say("值得一看 Worth looking at:");
    for sight in &filled.cases {
        if let (Some(look), Some(row)) = (&sight.look, rows.get(&sight.case)) {
            say(format_args!("  {}  {}\n                  {look}", row.number, sight.title));
        }
    }
    say("所有人物、平台、电话和号码均为虚构。Everybody and everything in it is invented.");
    say("启动 Next: chorus serve");
    Ok(())
}
