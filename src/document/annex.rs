//! The annexes of a complaint: who complains of what, in whose words, after which attempts, with which proof.

use super::complaint::Prints;
use super::sheet::{Block, Column, Section, Set, Table, dash};
use crate::domain::complaint::{
    Complaint, Edition, Entry, Evidence, Totals, Volume, channel, date, digits, evidence, result,
};

use Set::{Center, Hash, Left, Right};

/// How a hash in the index of evidence comes about.
pub(super) const EVIDENCE_NOTE: &str = "校验值是所存原件的 SHA-256；文字材料的校验值是原件 SHA-256 与随机数合并后的 SHA-256，\
    以免有人由它猜出已隐去的内容。持有原件的人可以在齐声核验。";

/// What the annexes are called.
pub(super) fn titles(complaint: &Complaint) -> Vec<String> {
    titles_of(&complaint.schedule, complaint.evidence.len())
}

/// What they are called where they are bound in volumes.
pub(super) fn bound(complaint: &Complaint, volumes: &[Volume]) -> Vec<String> {
    let mut titles = titles(complaint);
    titles.push(format!("以上附表分订为附件 {} 卷，卷次见下表。", volumes.len()));
    titles
}

fn titles_of(entries: &[Entry], pieces: usize) -> Vec<String> {
    let contacts: usize = entries.iter().map(|entry| entry.contacts.len()).sum();
    let members = entries.len();
    vec![
        format!("附表一　投诉人名册与请求明细（{members} 名）"),
        format!("附表二　各投诉人陈述（{members} 份）"),
        format!("附表三　与被投诉人沟通记录（{contacts} 次）"),
        format!("附表四　证据目录（{pieces} 件）"),
    ]
}

/// Which members and how much are in which volume.
pub(super) fn volumes(complaint: &Complaint, volumes: &[Volume]) -> Vec<Block> {
    let row = |volume: &Volume| {
        let totals = volume.totals(complaint)?;
        Some(vec![
            format!("第 {} 卷", volume.number),
            format!("{}–{}", volume.first_row, volume.last_row),
            totals.members.to_string(),
            digits(totals.paid_fen),
            digits(totals.wanted_fen),
            volume.evidence(complaint).count().to_string(),
        ])
    };
    let totals = &complaint.totals;
    let table = Table {
        columns: vec![
            Column::new("卷次", 24, Center),
            Column::new("附表一序号", 0, Center),
            Column::new("人数", 20, Right),
            Column::new("已付款项（元）", 34, Right),
            Column::new("请求金额（元）", 34, Right),
            Column::new("证据（件）", 24, Right),
        ],
        rows: volumes.iter().filter_map(row).collect(),
        sum: Some(vec![
            "合计".to_owned(),
            String::new(),
            totals.members.to_string(),
            digits(totals.paid_fen),
            digits(totals.wanted_fen),
            complaint.evidence.len().to_string(),
        ]),
        size: 90,
    };
    vec![Block::heading("附件卷次"), Block::Table(table)]
}

/// All four annexes, of everybody or of the members of a volume.
pub(super) fn sections(prints: &Prints<'_>, volume: Option<Volume>) -> Vec<Section> {
    let complaint = prints.complaint;
    let (entries, pieces): (&[Entry], Vec<&Evidence>) = match volume {
        None => (&complaint.schedule, complaint.evidence.iter().collect()),
        Some(volume) => (volume.entries(complaint), volume.evidence(complaint).collect()),
    };
    let [first, second, third, fourth] =
        <[String; 4]>::try_from(titles_of(entries, pieces.len())).unwrap_or_default();
    let mut roll = vec![Block::heading(first)];
    if complaint.edition == Edition::Filing {
        roll.push(Block::subheading("表 1-1　投诉人名册"));
        roll.push(Block::Table(identities(entries)));
        roll.push(Block::subheading("表 1-2　订单与请求明细"));
    }
    let totals = match volume {
        None => Some(complaint.totals.clone()),
        Some(volume) => volume.totals(complaint),
    };
    let sum = totals.map(|totals| sums(&totals, if volume.is_some() { "本卷小计" } else { "合计" }));
    roll.push(Block::Table(schedule(entries, sum)));

    let mut rest = vec![Block::heading(second)];
    rest.extend(entries.iter().map(statement));
    rest.push(Block::heading(third));
    rest.push(Block::Table(contacts(entries)));
    rest.push(Block::heading(fourth));
    let label = |code: &str| prints.labels.get(code).cloned().unwrap_or_else(|| code.to_owned());
    rest.push(Block::Table(index(&pieces, label)));
    rest.push(Block::Fine { text: EVIDENCE_NOTE.to_owned() });
    vec![Section { landscape: true, blocks: roll }, Section { landscape: false, blocks: rest }]
}

fn identities(entries: &[Entry]) -> Table {
    let documented = entries
        .iter()
        .any(|entry| entry.identity.as_ref().is_some_and(|identity| identity.document.is_some()));
    let (name, phone) = if documented { (26, 32) } else { (32, 40) };
    let mut columns = vec![
        Column::new("序号", 11, Center),
        Column::new("代号", 16, Center),
        Column::new("姓名", name, Center),
        Column::new("电话", phone, Center),
        Column::new("通讯地址", 0, Left),
    ];
    if documented {
        columns.push(Column::new("身份证件", 62, Left));
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
        cells.resize(columns.len(), String::new());
        cells
    };
    Table { rows: entries.iter().map(row).collect(), columns, sum: None, size: 90 }
}

fn schedule(entries: &[Entry], sum: Option<Vec<String>>) -> Table {
    let columns = vec![
        Column::new("序号", 11, Center),
        Column::new("投诉人", 30, Center),
        Column::new("订单编号", 49, Left),
        Column::new("购买日期", 22, Center),
        Column::new("商品或者服务", 0, Left),
        Column::new("金额（元）", 22, Right),
        Column::new("付款方式", 18, Center),
        Column::new("生活消费", 18, Center),
        Column::new("请求", 20, Center),
        Column::new("请求金额（元）", 26, Right),
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
    Table { columns, rows: entries.iter().map(row).collect(), sum, size: 90 }
}

fn sums(totals: &Totals, label: &str) -> Vec<String> {
    let mut cells = vec![String::new(); 10];
    cells[1] = label.to_owned();
    cells[2] = format!("{} 笔", totals.members);
    cells[5] = digits(totals.paid_fen);
    cells[9] = digits(totals.wanted_fen);
    cells
}

fn statement(entry: &Entry) -> Block {
    Block::Account {
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

fn contacts(entries: &[Entry]) -> Table {
    let rows = entries.iter().flat_map(|entry| {
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
    let columns = vec![
        Column::new("序号", 11, Center),
        Column::new("投诉人", 25, Center),
        Column::new("日期", 20, Center),
        Column::new("途径", 18, Center),
        Column::new("内容", 0, Left),
        Column::new("结果", 18, Center),
    ];
    Table { columns, rows: rows.collect(), sum: None, size: 85 }
}

/// The evidence, with who deposited it as `label` calls them.
pub(super) fn index(pieces: &[&Evidence], label: impl Fn(&str) -> String) -> Table {
    let row = |piece: &&Evidence| {
        vec![
            piece.number.to_string(),
            evidence(piece.kind).to_owned(),
            piece.title.clone(),
            label(&piece.member_code),
            piece.captured_on.map_or_else(dash, |day| day.to_string()),
            piece.sha256.clone(),
        ]
    };
    let columns = vec![
        Column::new("编号", 12, Center),
        Column::new("种类", 18, Center),
        Column::new("名称", 0, Left),
        Column::new("提交人", 26, Center),
        Column::new("取得日期", 19, Center),
        Column::new("校验值", 52, Hash),
    ];
    Table { columns, rows: pieces.iter().map(row).collect(), sum: None, size: 85 }
}
