//! What is measured on: some thousand cases, one of them with 100,000 members.

use std::{net::SocketAddr, process::Command};

use chorus::{hub::Hub, law};
use chrono::TimeDelta;
use entity::{
    AccountId, AccountRole, CaseId, CitationState, EventKind, LetterPreference, Locale, MemberId, MemberRole,
    OperatorId, SessionId, Stage, account, case, citation, data_key, event, member, operator, session,
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, Database, EntityTrait, IntoActiveModel,
    ModelTrait,
};
use serde_json::json;

use crate::client::post;

const SHOWN: usize = 200;
const MEMBERS: usize = 100_000;
const JOINERS: usize = 9_000;

/// What is measured on.
pub struct World {
    /// Cases with ten events and five citations.
    pub cases: Vec<String>,
    /// The case with 100,000 members.
    pub popular: CaseId,
    /// Who organises it.
    pub organiser: account::Model,
    all: Vec<CaseId>,
}

/// A database of its own: empty for a SQLite file in the data directory.
pub async fn database() -> String {
    let Ok(server) = std::env::var("BENCH_DATABASE_URL") else { return String::new() };
    let name = format!("chorus_bench_{}", hex::encode(chorus::keys::random::<6>()));
    let db = Database::connect(&server).await.unwrap();
    db.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

/// Drops what [`database`] made.
pub async fn drop_database(url: &str) {
    let Some((base, name)) = url.rsplit_once('/') else { return };
    let db = Database::connect(format!("{base}/postgres")).await.unwrap();
    db.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

async fn insert<M, A>(hub: &Hub, rows: Vec<M>)
where
    M: ModelTrait + IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior + Send,
{
    let mut rows = rows.into_iter().map(|row| row.into_active_model().reset_all()).peekable();
    while rows.peek().is_some() {
        let some: Vec<A> = rows.by_ref().take(1_000).collect();
        <M::Entity as EntityTrait>::insert_many(some).exec_without_returning(&hub.db).await.unwrap();
    }
}

fn account(hub: &Hub, number: usize) -> account::Model {
    let id: AccountId = hub.mint();
    account::Model {
        email: format!("{id}@bench{}.example", number % 50),
        mail_host: format!("bench{}.example", number % 50),
        id,
        password_hash: String::new(),
        role: AccountRole::Consumer,
        locale: Locale::ZhCn,
        letters: LetterPreference::Every,
        discreet: false,
        created_at: hub.now(),
        closed_at: None,
    }
}

fn data_key(hub: &Hub, account: &AccountId) -> data_key::Model {
    let wrapped = hub.keys.new_data_key(account.as_str()).unwrap();
    data_key::Model { account_id: account.clone(), wrapped }
}

fn case(hub: &Hub, number: usize, operator: &OperatorId, opened_by: &AccountId) -> case::Model {
    let now = hub.now();
    case::Model {
        id: hub.mint(),
        number: format!("QS-2026-{number:06}"),
        operator_id: operator.clone(),
        category: "non-delivery".into(),
        title: format!("充值未到账集体投诉 {number}"),
        summary: "付款后长期未收到卡密，客服以虚拟商品不支持退换为由拒绝处理，多次联系无果。".repeat(3),
        stage: Stage::Gathering,
        outcome: None,
        hidden_reason: None,
        quorum: 2,
        gather_until: None,
        search: format!("充值未到账集体投诉 {number}"),
        member_count: 40,
        claimed_fen: 1_952_000,
        evidence_count: 12,
        citation_count: 5,
        opened_by: opened_by.clone(),
        created_at: now,
        published_at: Some(now),
        closed_at: None,
        updated_at: now,
    }
}

fn seat(hub: &Hub, case: &CaseId, account: &AccountId, number: usize) -> member::Model {
    member::Model {
        id: hub.mint_blind(),
        case_id: case.clone(),
        account_id: account.clone(),
        code: format!("B{number}"),
        role: MemberRole::Member,
        joined_at: hub.now(),
        left_at: None,
    }
}

fn events(hub: &Hub, case: &CaseId) -> Vec<event::Model> {
    let kinds = [EventKind::CasePublished, EventKind::CitationAdopted, EventKind::CaseEdited];
    let one = |place: usize| event::Model {
        id: hub.mint(),
        case_id: case.clone(),
        kind: kinds[place % kinds.len()],
        actor: Some("7QK2".into()),
        facts: json!({ "provision": "《消费者权益保护法》第二十六条", "provision_id": "cpl-26" }),
        members: 0,
        claimed_fen: 0,
        evidence: 0,
        citations: 0,
        counted: true,
        happened_at: hub.now(),
    };
    (0..12).map(one).collect()
}

fn citations(hub: &Hub, case: &CaseId, by: &MemberId) -> Vec<citation::Model> {
    let provisions = law::catalogue().provisions().iter().take(5);
    let one = |found: &law::Provision| citation::Model {
        id: hub.mint(),
        case_id: case.clone(),
        provision_id: found.id.clone(),
        quote: found.text_zh.clone(),
        clause: Some("虚拟商品一经售出概不退换".into()),
        term_id: None,
        why: "格式条款排除消费者要求退款的权利。".into(),
        on_day: hub.now().date_naive(),
        state: CitationState::Adopted,
        proposed_by: by.clone(),
        proposed_at: hub.now(),
        decided_by: None,
        decided_at: None,
    };
    provisions.map(one).collect()
}

impl World {
    /// Fills an empty database with so many cases.
    pub async fn fill(hub: &Hub, cases: usize) -> Self {
        let accounts: Vec<_> = (0..MEMBERS).map(|number| account(hub, number)).collect();
        let organiser = accounts[0].clone();
        let opener = organiser.id.clone();
        let operator = operator::Model {
            id: hub.mint(),
            name: "卡盟甲".into(),
            legal_name: None,
            credit_code: None,
            icp: None,
            address: None,
            mailbox: Some("desk@bench.example".into()),
            confirmed_mailbox: Some("desk@bench.example".into()),
            site: Some("https://bench.example".into()),
            hotline: Some("400-000-0000".into()),
            reply_days: Some(3),
            search: "卡盟甲".into(),
            created_by: opener.clone(),
            created_at: hub.now(),
            updated_at: hub.now(),
        };
        let cases: Vec<_> = (0..cases).map(|number| case(hub, number, &operator.id, &opener)).collect();
        let ids: Vec<CaseId> = cases.iter().map(|case| case.id.clone()).collect();
        let popular = ids[0].clone();
        let mut seats: Vec<_> = accounts
            .iter()
            .enumerate()
            .map(|(number, account)| seat(hub, &popular, &account.id, number))
            .collect();
        seats[0].role = MemberRole::Organiser;
        let mut cases = cases;
        (cases[0].member_count, cases[0].claimed_fen) = (i64::try_from(MEMBERS).unwrap(), 4_880_000_000);
        let first = seats[0].id.clone();
        insert(hub, accounts).await;
        insert(hub, vec![operator]).await;
        insert(hub, cases).await;
        insert(hub, seats).await;
        let shown = &ids[1..=SHOWN];
        insert(hub, shown.iter().flat_map(|id| events(hub, id)).collect()).await;
        insert(hub, shown.iter().flat_map(|id| citations(hub, id, &first)).collect()).await;
        if hub.config.is_postgres() {
            hub.db.execute_unprepared("ANALYZE").await.unwrap();
        }
        Self { cases: shown.iter().map(ToString::to_string).collect(), popular, organiser, all: ids }
    }

    /// Requests of people who have signed in and join one case, or each another one.
    pub async fn joins(&self, hub: &Hub, address: SocketAddr, case: Option<&CaseId>) -> Vec<Vec<u8>> {
        let accounts: Vec<_> = (0..JOINERS).map(|number| account(hub, number)).collect();
        let now = hub.now();
        let sessions: Vec<_> = accounts
            .iter()
            .map(|account| session::Model {
                id: hub.mint(),
                account_id: account.id.clone(),
                device: String::new(),
                created_at: now,
                refreshed_at: now,
                expires_at: now + TimeDelta::days(1),
                revoked_at: None,
            })
            .collect();
        let tokens: Vec<(AccountId, SessionId)> =
            sessions.iter().map(|session| (session.account_id.clone(), session.id.clone())).collect();
        let keys: Vec<_> = accounts.iter().map(|account| data_key(hub, &account.id)).collect();
        insert(hub, accounts).await;
        insert(hub, keys).await;
        insert(hub, sessions).await;
        let join =
            "mutation Join($i: JoinCaseInput!) { joinCase(input: $i) { code userErrors { message } } }";
        tokens
            .iter()
            .enumerate()
            .map(|(number, (account, session))| {
                let token = hub.tokens.sign(account, session, now, TimeDelta::hours(1)).unwrap();
                let case = case.unwrap_or(&self.all[1 + number % (self.all.len() - 1)]);
                let claim = json!({
                    "orderNumber": format!("KM20261101{number:08}"), "boughtOn": "2026-11-01", "product": "游戏点卡 500 元",
                    "amountFen": 48_800, "paymentMethod": "ALIPAY", "ownUse": true, "remedy": "REFUND_FULL",
                    "story": "付款后一直没有收到卡密，客服说虚拟商品概不退换。",
                });
                let body = json!({ "query": join, "variables": { "i": { "caseId": case, "claim": claim } } });
                post(address, "/graphql", Some(&token), &body)
            })
            .collect()
    }
}

/// Transactions a second that pgbench makes of the four statements of a join; `None` where there is no pgbench.
pub fn pgbench(url: &str, world: &World) -> Option<f64> {
    if url.is_empty() {
        return None;
    }
    let case = world.all[1].to_string();
    let claim_columns = "case_id, member_id, order_sealed, order_masked, order_index, bought_on, product, amount_fen, \
        payment_method, own_use, story_sealed, story, remedy, wanted_fen, created_at, updated_at, withdrawn_at";
    let script = format!(
        "\\set n random(1, 2000000000)\n\\set m random(1, 2000000000)\nBEGIN;\n\
         SELECT c.*, o.* FROM cases c JOIN operators o ON o.id = c.operator_id WHERE c.id = '{case}';\n\
         INSERT INTO members (id, case_id, account_id, code, role, joined_at, left_at) VALUES \
         ('mem_' || :n || :m, '{case}', 'acc_' || :n || :m, 'P' || :n || :m, 'member', now(), NULL) ON CONFLICT DO NOTHING;\n\
         INSERT INTO claims (id, {claim_columns}) VALUES ('clm_' || :n || :m, '{case}', 'mem_' || :n || :m, \
         decode(repeat('00', 60), 'hex'), 'KM20****1234', decode(repeat('00', 32), 'hex'), '2026-11-01', '游戏点卡 500 元', \
         48800, 'alipay', true, decode(repeat('00', 120), 'hex'), '付款后一直没有收到卡密，客服说虚拟商品概不退换。', \
         'refund_full', NULL, now(), now(), NULL);\n\
         INSERT INTO events (id, case_id, kind, actor, facts, members, claimed_fen, evidence, citations, counted, happened_at) \
         VALUES ('evt_' || :n || :m, '{case}', 'member_joined', NULL, '{{}}', 1, 48800, 0, 0, false, now());\nCOMMIT;\n"
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), script).unwrap();
    let output = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", "5", "-f"])
        .arg(file.path())
        .arg(url)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok())
}
