//! An invented case of any size, for tests.

use chrono::{Days, NaiveDate};
use entity::{
    ContactChannel, ContactResult, EvidenceId, EvidenceKind, Id, MemberRole, PaymentMethod, Remedy,
};

use super::{
    Case, Citation, Contact, Evidence, IdDocument, Identity, Material, MemberPart, Operator, Signatory,
};

const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "欧阳", "赵", "黄", "司马", "吴", "徐"];
const GIVEN: [&str; 9] = ["喆", "堃", "玥", "子涵", "建国", "秀英", "祎", "浩宇", "骉"];

/// A day in 2026, counted from its first.
pub(crate) fn day(offset: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a real day");
    first + Days::new(offset)
}

/// The pseudonym code of the `n`th member; neighbours look nothing alike.
pub(crate) fn code(n: usize) -> String {
    let mut rest = n * 7919 + 123_457;
    let mut code = String::new();
    for _ in 0..4 {
        code.push(char::from(LETTERS[rest % LETTERS.len()]));
        rest /= LETTERS.len();
    }
    code
}

/// A case of `members` people.
pub(crate) fn material(members: usize) -> Material {
    Material {
        case: Case {
            number: "QS-2026-000123".into(),
            title: "卡盟充值卡密无效且拒绝退款".into(),
            category: "卡密无效或者无法使用".into(),
            opened_on: day(60),
        },
        operator: Operator {
            name: "示例卡盟".into(),
            legal_name: Some("示例（海口）网络科技有限公司".into()),
            credit_code: Some("91460100MA5TEST00X".into()),
            icp: Some("琼ICP备2020000000号-1".into()),
            address: Some("海南省海口市示例区示例大道1号示例大厦12层".into()),
            mailbox: Some("tousu@kameng.example".into()),
            hotline: Some("400-000-0000".into()),
            site: Some("www.kameng.example".into()),
            reply_days: None,
        },
        compiled_on: day(200),
        version: 2,
        supplementary_to: None,
        members: (0..members).map(member).collect(),
        citations: citations(),
        evidence: (0..members).flat_map(evidence).collect(),
    }
}

/// What member `n` releases for a filing.
pub(crate) fn signatory(n: usize) -> Signatory {
    Signatory {
        code: code(n),
        identity: Identity {
            name: format!("{}{}", SURNAMES[n % SURNAMES.len()], GIVEN[n % GIVEN.len()]),
            phone: format!("139{:08}", n * 37 + 1_000),
            address: format!("广东省深圳市示例区示例路{}号示例花园{}栋{}室", n + 1, n % 9 + 1, 100 + n),
            document: Some(IdDocument {
                kind: "居民身份证".into(), number: format!("44030019900101{n:04}")
            }),
        },
        order_number: format!("KM2026{:018}", n * 104_729 + 55_555_555),
        statement: None,
    }
}

fn member(n: usize) -> MemberPart {
    let step = u64::try_from(n).expect("a small number");
    let amount_fen = 1_990 + i64::try_from(n % 17).expect("a small number") * 3_307;
    let remedy = Remedy::ALL[[0, 0, 0, 1, 3, 2, 0, 5, 4, 6][n % 10]];
    MemberPart {
        code: code(n),
        role: if n == 1 { MemberRole::Representative } else { MemberRole::Member },
        order_number: format!("KM20****************{:04}", n * 31 % 10_000),
        bought_on: day(step % 150),
        product: ["某游戏点券卡1000点", "视频会员年卡（激活码）", "软件许可证 Professional 版"][n % 3].into(),
        amount_fen,
        payment_method: PaymentMethod::ALL[n % 4],
        own_use: n % 13 != 12,
        what_happened: format!(
            "下单付款后，页面显示“已发货”，收到的卡密在官方充值页面提示“卡密不存在或者已被使用”。\
             当日联系客服，客服答复“虚拟商品不支持退换”，并要求提供第 {} 段录屏。\n\
             此后多次催问，对方以“超过时效”为由关闭工单，至今没有补发，也没有退款。",
            n + 1
        ),
        remedy,
        wanted_fen: match remedy {
            Remedy::RefundPart => Some(amount_fen / 2),
            Remedy::Compensation if n % 20 != 7 => Some(amount_fen + 5_000),
            _ => None,
        },
        contacts: (0..step % 4)
            .map(|time| Contact {
                on: day(step % 150 + time * 3 + 1),
                channel: ContactChannel::ALL[(n + usize::from(time > 1)) % 4],
                said: "说明卡密无效，请求退款；客服回复“虚拟商品不支持退换”。".into(),
                result: ContactResult::ALL[(n + usize::from(time > 0)) % 4],
            })
            .collect(),
    }
}

fn evidence(n: usize) -> [Evidence; 3] {
    let number = u32::try_from(n * 3).expect("a small number");
    let piece = |offset: u32, kind, title: &str| Evidence {
        number: number + offset,
        kind,
        title: title.into(),
        member_code: code(n),
        sha256: format!("{:064x}", u128::from(number + offset) * 0x1234_5678_9abc_def0_1234_5678),
        evidence_id: Some(EvidenceId::from_suffix(&format!("{:026}", number + offset))),
        copy_sha256: Some(format!("{:064x}", u128::from(number + offset) * 0x0fed_cba9_8765_4321_0fed_cba9)),
        captured_on: (offset != 3).then(|| day(u64::from(number) % 180)),
    };
    let third = [EvidenceKind::ChatLog, EvidenceKind::ErrorScreen, EvidenceKind::OperatorTerms][n % 3];
    [
        piece(1, EvidenceKind::Order, "订单详情页面截图"),
        piece(2, EvidenceKind::PaymentProof, "付款凭证"),
        piece(3, third, "与客服的沟通记录、提示页面或者规则页面"),
    ]
}

fn citations() -> Vec<Citation> {
    let cite =
        |id: &str, instrument: &str, article: &str, quoted: &str, clause: Option<&str>, why: &str| Citation {
            provision_id: id.into(),
            instrument: instrument.into(),
            article: article.into(),
            quoted: quoted.into(),
            operator_clause: clause.map(Into::into),
            why: why.into(),
        };
    let refusal = "虚拟商品一经售出，概不退换，卡密有效期内未使用视为放弃。";
    vec![
        cite(
            "cpl-26",
            "《中华人民共和国消费者权益保护法》",
            "第二十六条",
            "经营者不得以格式条款、通知、声明、店堂告示等方式，作出排除或者限制消费者权利、减轻或者免除经营者责任、加重消费者责任等对消费者不公平、不合理的规定，不得利用格式条款并借助技术手段强制交易。",
            Some(refusal),
            "该规则不区分商品是否有效，一律排除退款请求，限制了消费者主张权利。",
        ),
        cite(
            "ccp-577",
            "中华人民共和国民法典",
            "第五百七十七条",
            "当事人一方不履行合同义务或者履行合同义务不符合约定的，应当承担继续履行、采取补救措施或者赔偿损失等违约责任。",
            None,
            "交付的卡密无法使用，属于履行不符合约定。",
        ),
        cite(
            "ccp-497",
            "中华人民共和国民法典",
            "第四百九十七条",
            "有下列情形之一的，该格式条款无效：\n（一）具有本法第一编第六章第三节和本法第五百零六条规定的无效情形；\n（二）提供格式条款一方不合理地免除或者减轻其责任、加重对方责任、限制对方主要权利；\n（三）提供格式条款一方排除对方主要权利。",
            Some(refusal),
            "该规则排除了买受人的主要权利。",
        ),
    ]
}
