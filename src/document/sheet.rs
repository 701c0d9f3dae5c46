//! What stands on the paper, in reading order and before any typography.
//!
//! PDF and plain text are two ways to lay out the same sheet, so neither can say what the other
//! does not.

use serde::Serialize;

use crate::domain::complaint::{Complaint, Edition, Entry, Ground, channel, date, digits, evidence, result};

/// A complaint as words on paper.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    pub(super) title: String,
    /// Case number, version and day.
    pub(super) subtitle: String,
    /// What the copy is for, e.g. 成员表决稿.
    pub(super) purpose: &'static str,
    pub(super) case_number: String,
    pub(super) version: String,
    /// Year, month and day of compilation.
    pub(super) compiled: [u32; 3],
    pub(super) short_hash: String,
    pub(super) complainants: Vec<Row>,
    pub(super) respondent: Vec<Row>,
    pub(super) opening: String,
    pub(super) facts: Vec<Item>,
    pub(super) grounds: Vec<Argument>,
    pub(super) demands: Vec<String>,
    pub(super) claimed: Option<String>,
    /// Whether there is a place to sign.
    pub(super) signed: bool,
    pub(super) annexes: Vec<String>,
    pub(super) identities: Option<Table>,
    pub(super) schedule: Table,
    pub(super) statements: Vec<Statement>,
    pub(super) contacts: Table,
    pub(super) evidence: Table,
    pub(super) evidence_note: &'static str,
    pub(super) notices: Vec<String>,
    pub(super) hashes: Vec<Row>,
}

/// A label and what it stands for.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) label: &'static str,
    pub(super) value: String,
}

/// A fact and where it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) note: String,
}

/// A provision, the clause it is held against, and why.
#[derive(Debug, Serialize)]
pub(super) struct Argument {
    pub(super) heading: String,
    pub(super) quoted: String,
    pub(super) clause: Option<String>,
    pub(super) why: String,
}

/// A member's own account.
#[derive(Debug, Serialize)]
pub(super) struct Statement {
    pub(super) heading: String,
    pub(super) text: String,
}

/// Rows under column titles, perhaps with a last row of sums.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) sum: Option<Vec<String>>,
}

const EVIDENCE_NOTE: &str = "校验值是所存原件的 SHA-256；文字材料的校验值是原件 SHA-256 与随机数合并后的 SHA-256，\
    以免有人由它猜出已隐去的内容。持有原件的人可以在齐声核验。";

impl Sheet {
    /// Lays out a complaint.
    pub(super) fn of(complaint: &Complaint) -> Self {
        use chrono::Datelike;

        let sha256 = complaint.sha256();
        let day = complaint.compiled_on;
        let filing = complaint.edition == Edition::Filing;
        Self {
            title: complaint.title.clone(),
            subtitle: format!(
                "案件编号：{}　　版本：第 {} 版　　编制日期：{}",
                complaint.case.number,
                complaint.version,
                date(day)
            ),
            purpose: if filing { "提交稿" } else { "成员表决稿" },
            case_number: complaint.case.number.clone(),
            version: format!("第 {} 版", complaint.version),
            compiled: [day.year().unsigned_abs(), day.month(), day.day()],
            short_hash: format!("{}…{}", &sha256[..8], &sha256[56..]),
            complainants: complainants(complaint),
            respondent: respondent(complaint),
            opening: complaint.opening.clone(),
            facts: complaint
                .facts
                .iter()
                .map(|fact| Item { text: fact.text.clone(), note: fact.references() })
                .collect(),
            grounds: complaint.grounds.iter().map(argument).collect(),
            demands: complaint.demands.iter().map(|demand| demand.text.clone()).collect(),
            claimed: complaint.claimed.clone(),
            signed: filing,
            annexes: annexes(complaint),
            identities: filing.then(|| identities(&complaint.schedule)),
            schedule: schedule(complaint),
            statements: complaint.schedule.iter().map(statement).collect(),
            contacts: contacts(&complaint.schedule),
            evidence: index(complaint),
            evidence_note: EVIDENCE_NOTE,
            notices: complaint.notices.clone(),
            hashes: hashes(complaint, sha256),
        }
    }
}

fn complainants(complaint: &Complaint) -> Vec<Row> {
    let members = complaint.totals.members;
    let mut rows =
        vec![Row { label: "人数", value: format!("{members} 名，名册和各人请求见附表一") }];
    if !complaint.representatives.is_empty() {
        let value = complaint.representatives.join("、");
        rows.push(Row { label: "推选的代表人", value });
    }
    rows
}

fn respondent(complaint: &Complaint) -> Vec<Row> {
    let operator = &complaint.respondent;
    let known = [
        ("名称", Some(&operator.name)),
        ("经营主体", operator.legal_name.as_ref()),
        ("统一社会信用代码", operator.credit_code.as_ref()),
        ("地址", operator.address.as_ref()),
        ("网站", operator.site.as_ref()),
        ("ICP备案号", operator.icp.as_ref()),
        ("客服电话", operator.hotline.as_ref()),
        ("投诉邮箱", operator.mailbox.as_ref()),
    ];
    known
        .into_iter()
        .filter_map(|(label, value)| value.map(|value| Row { label, value: value.clone() }))
        .collect()
}

fn argument(ground: &Ground) -> Argument {
    Argument {
        heading: format!("《{}》{}", ground.instrument, ground.article),
        quoted: ground.quoted.clone(),
        clause: ground.operator_clause.clone(),
        why: ground.why.clone(),
    }
}

fn annexes(complaint: &Complaint) -> Vec<String> {
    let contacts: usize = complaint.schedule.iter().map(|entry| entry.contacts.len()).sum();
    let members = complaint.totals.members;
    vec![
        format!("附表一　投诉人名册与请求明细（{members} 名）"),
        format!("附表二　各投诉人陈述（{members} 份）"),
        format!("附表三　与被投诉人沟通记录（{contacts} 次）"),
        format!("附表四　证据目录（{} 件）", complaint.evidence.len()),
    ]
}

fn identities(schedule: &[Entry]) -> Table {
    let documented = schedule
        .iter()
        .any(|entry| entry.identity.as_ref().is_some_and(|identity| identity.document.is_some()));
    let mut columns = vec!["序号", "代号", "姓名", "电话", "通讯地址"];
    if documented {
        columns.push("身份证件");
    }
    let row = |entry: &Entry| {
        let mut cells = vec![entry.row.to_string(), entry.code.clone()];
        if let Some(identity) = &entry.identity {
            cells.extend([&identity.name, &identity.phone, &identity.address].map(Clone::clone));
            if documented {
                let document = identity.document.as_ref();
                cells.push(document.map_or_else(dash, |it| format!("{} {}", it.kind, it.number)));
            }
        }
        cells
    };
    Table { rows: schedule.iter().map(row).collect(), columns, sum: None }
}

fn schedule(complaint: &Complaint) -> Table {
    let columns = vec![
        "序号",
        "投诉人",
        "订单编号",
        "购买日期",
        "商品或者服务",
        "金额（元）",
        "付款方式",
        "生活消费",
        "请求",
        "请求金额（元）",
    ];
    let row = |entry: &Entry| {
        vec![
            entry.row.to_string(),
            entry.label(),
            entry.order_number.clone(),
            entry.bought_on.to_string(),
            entry.product.clone(),
            digits(entry.amount_fen),
            entry.payment_zh().to_owned(),
            if entry.own_use { "是" } else { "未说明" }.to_owned(),
            entry.remedy_zh().to_owned(),
            entry.wanted_fen.map_or_else(dash, digits),
        ]
    };
    let totals = &complaint.totals;
    let blank = String::new;
    let sum = vec![
        blank(),
        "合计".to_owned(),
        format!("{} 笔", totals.members),
        blank(),
        blank(),
        digits(totals.paid_fen),
        blank(),
        blank(),
        blank(),
        digits(totals.wanted_fen),
    ];
    Table { columns, rows: complaint.schedule.iter().map(row).collect(), sum: Some(sum) }
}

fn statement(entry: &Entry) -> Statement {
    Statement {
        heading: format!(
            "{}. {}　{}　{}　{} 元",
            entry.row,
            entry.label(),
            date(entry.bought_on),
            entry.product,
            digits(entry.amount_fen)
        ),
        text: entry.statement.clone(),
    }
}

fn contacts(schedule: &[Entry]) -> Table {
    let rows = schedule.iter().flat_map(|entry| {
        entry.contacts.iter().map(|contact| {
            vec![
                entry.row.to_string(),
                entry.label(),
                contact.on.to_string(),
                channel(contact.channel).to_owned(),
                contact.said.clone(),
                result(contact.result).to_owned(),
            ]
        })
    });
    Table {
        columns: vec!["序号", "投诉人", "日期", "途径", "内容", "结果"], rows: rows.collect(), sum: None
    }
}

fn index(complaint: &Complaint) -> Table {
    let label = |code: &str| {
        let owner = complaint.schedule.iter().find(|entry| entry.code == code);
        owner.map_or_else(|| code.to_owned(), Entry::label)
    };
    let rows = complaint.evidence.iter().map(|piece| {
        vec![
            piece.number.to_string(),
            evidence(piece.kind).to_owned(),
            piece.title.clone(),
            label(&piece.member_code),
            piece.captured_on.map_or_else(dash, |day| day.to_string()),
            piece.sha256.clone(),
        ]
    });
    Table {
        columns: vec!["编号", "种类", "名称", "提交人", "取得日期", "校验值"],
        rows: rows.collect(),
        sum: None,
    }
}

fn hashes(complaint: &Complaint, sha256: String) -> Vec<Row> {
    let Some(voted) = &complaint.voted_sha256 else {
        return vec![Row { label: "供表决文本的 SHA-256", value: sha256 }];
    };
    let mut rows = vec![
        Row { label: "表决文本的 SHA-256", value: voted.clone() },
        Row { label: "本提交文本的 SHA-256", value: sha256 },
    ];
    if let Some(root) = &complaint.evidence_root {
        rows.push(Row { label: "证据的默克尔根", value: root.clone() });
    }
    rows
}

fn dash() -> String {
    "—".to_owned()
}
