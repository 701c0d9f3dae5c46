//! The real worker is killed in the middle of a mail run, again and again: every letter arrives, and what comes
//! twice is the same letter.
//!
//! `KILL_LETTERS` and `KILL_TIMES` make it longer.

use std::{
    collections::{BTreeMap, HashSet},
    process::Stdio,
};

use chorus::{
    config::Config,
    hub::{Clock, Hub},
    service::{self, access::Viewer},
    store,
};
use entity::{
    AccountId, AccountRole, CaseId, CaseOutcome, LetterPreference, Locale, MemberRole, account, member,
};
use tokio::process::{Child, Command};

use crate::support::{
    database::Database,
    mailed::{through, until},
    person::PASSWORD,
    smtp::MailServer,
};

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// Starts `chorus work` with these settings and nothing else of this environment.
fn start_worker(settings: &[(&'static str, String)]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_chorus"))
        .arg("work")
        .env_clear()
        .envs(settings.iter().cloned())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// Somebody who runs a case with this many other members.
async fn crowd(hub: &Hub, others: usize) -> (Viewer, CaseId) {
    let role = AccountRole::Consumer;
    let olga = service::account::create(hub, "olga@example.org", PASSWORD, Locale::ZhCn, role).await.unwrap();
    let viewer = Viewer { account: olga, session: hub.mint() };
    let operator = service::operator::Draft { name: "卡盟甲".into(), ..Default::default() };
    let operator = service::operator::create(hub, &viewer, &operator).await.unwrap();
    let draft = service::case::Draft {
        operator: Some(operator.id),
        category: Some("non-delivery".into()),
        title: Some("充值未到账集体投诉".into()),
        summary: Some("付款后长期未收到卡密，客服拒绝处理。".into()),
        ..Default::default()
    };
    let case = service::case::open(hub, &viewer, &draft).await.unwrap().opened().unwrap();
    service::case::publish(hub, &viewer, &case.id).await.unwrap();
    let seated = hub.write(async |tx| {
        for n in 0..others {
            let id: AccountId = hub.mint();
            let host = format!("host{}.example", n % 7);
            let account = account::Model {
                id: id.clone(),
                email: format!("member{n}@{host}"),
                mail_host: host,
                password_hash: String::new(),
                role,
                locale: Locale::ZhCn,
                letters: LetterPreference::Every,
                discreet: false,
                created_at: hub.now(),
                closed_at: None,
            };
            store::insert(tx, account).await?;
            let seat = member::Model {
                id: hub.mint_blind(),
                case_id: case.id.clone(),
                account_id: id,
                code: format!("{n:05}"),
                role: MemberRole::Member,
                joined_at: hub.now(),
                left_at: None,
            };
            store::insert(tx, seat).await?;
        }
        Ok(())
    });
    seated.await.unwrap();
    (viewer, case.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_survive_a_worker_that_is_killed_again_and_again() {
    let (letters, kills) = (number("KILL_LETTERS", 300), number("KILL_TIMES", 5));
    let server = MailServer::start();
    let dir = tempfile::tempdir().unwrap();
    let database = Database::create().await;
    let mut settings = vec![
        ("CHORUS_DATA_DIR", dir.path().display().to_string()),
        ("DATABASE_URL", database.url.clone()),
        ("CHORUS_MAIL__LEASE_SECONDS", "1".to_owned()),
    ];
    settings.extend(through(&server));
    let owned = settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    let hub = Hub::open(Config::read("", owned).unwrap(), Clock::System).await.unwrap();
    let (olga, case) = crowd(&hub, letters - 1).await;
    service::case::close(&hub, &olga, &case, CaseOutcome::Unresolved).await.unwrap();

    for kill in 1..=kills {
        let mut worker = start_worker(&settings);
        let goal = (letters * kill / (kills + 1)) as u64;
        until("the run to go on", || server.taken() >= goal).await;
        worker.kill().await.unwrap();
    }
    let mut worker = start_worker(&settings);
    let arrived = || server.letters().iter().map(|letter| letter.reader().to_owned()).collect::<HashSet<_>>();
    until("every letter", || server.taken() >= letters as u64 && arrived().len() == letters).await;
    loop {
        if store::letter::count_waiting(&hub.db).await.unwrap() == 0 {
            break;
        }
        assert!(worker.try_wait().unwrap().is_none(), "the worker goes on until it is told to stop");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    worker.kill().await.unwrap();

    let mut copies: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for letter in server.take() {
        copies.entry(letter.reader().to_owned()).or_default().push(letter.bytes);
    }
    assert_eq!(copies.len(), letters, "every letter arrived");
    let repeats: usize = copies.values().map(|same| same.len() - 1).sum();
    for (reader, same) in &copies {
        assert!(same.iter().all(|copy| *copy == same[0]), "{reader} got two letters for one change");
    }
    // At most what one worker has sent and not recorded yet, for each that was killed.
    assert!(repeats <= kills * 132, "{repeats} repeats");
    tell(letters, kills, repeats);
}

#[expect(clippy::print_stdout, reason = "the figures are worth reading in the log of a long run")]
fn tell(letters: usize, kills: usize, repeats: usize) {
    println!("{letters} letters, {kills} kills: all arrived, {repeats} came twice as the same letter");
}
