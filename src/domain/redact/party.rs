//! Whose number or address it is: a person's, which is hidden, or the firm's, which stays.

use super::cue::Cue;
use super::sheet::{Sheet, is_han};

/// How far back the words that tell are looked for.
const REACH: usize = 28;

const FIRM: &str = "\
    客服 官方 商家 公司 热线 门店 店铺 售后 物业 投诉电话 咨询 总机 前台 平台 酒店 \
    银行 监督 举报 服务中心 服务部 服务网点 服务台 服务站 经营者 商户 企业 专卖店 旗舰店 专营店 营业 法院 机构 协会 总部 \
    客户服务 维修 保险 航空 旅行社 医院 学校 健身房 关门 跑路 超市 商场 校区 仓库 驿站 \
    工厂 厂家 店址 门面 卖场 信用代码 经营 有限 集团 商行 卖家 厂址 网点 营业厅 营业部 体验店 直营店 加盟店 总店 分店 实体店 \
    养生馆 影楼 诊所 驾校 培训 幼儿园 托管班 影院 餐厅 饭店 宾馆 民宿 景区 车行 开发商 售楼处 4S 修理厂 物流 中介 门诊 体检中心 售楼 注册地";
const PERSON: &str = "\
    我家 家里 本人 我的 住宅 家庭 宅电 收货 收件 寄件 住址 我妈 我爸 父母 邻居 房东 \
    租 家住 现住 户籍 老家 娘家 个人 家庭住所 住在 住址 送到 寄到 送货 派送 业主";

/// Whether a fixed line is the firm's.
pub(super) fn firm_line(sheet: &Sheet, start: usize, cue: Option<Cue>) -> bool {
    match cue {
        Some(Cue::ServicePhone | Cue::Office) => true,
        Some(Cue::Home) => false,
        _ if firm_after(sheet, start) => true,
        _ => nearest(sheet, start) == Some(Side::Firm) && !owned_after(sheet, start),
    }
}

/// Whether a street and number without a door is the firm's.
pub(super) fn firm_place(sheet: &Sheet, start: usize) -> bool {
    match nearest(sheet, start) {
        Some(side) => side == Side::Firm,
        None => subject(sheet, start),
    }
}

/// Whether 位于 says where something with a long name of its own is: firms have those.
fn subject(sheet: &Sheet, start: usize) -> bool {
    let place =
        (start.saturating_sub(18)..start).rev().find(|i| sheet.at(*i) == '位' && sheet.at(i + 1) == '于');
    let name = |at: usize| (1..=at.min(12)).take_while(|n| is_han(sheet.at(at - n))).count();
    place.is_some_and(|at| name(at) >= 5)
}

/// Whether brackets behind a number say that it is the firm's: `0571-85123456（店里的）`.
fn firm_after(sheet: &Sheet, start: usize) -> bool {
    let open = (start..start + 20).find(|i| sheet.at(*i) == '(' && i - start > 7);
    let told = open.is_some_and(|at| firm_between(sheet, at, (at + 8).min(sheet.len())));
    told && !owned_after(sheet, start)
}

/// Whether a word of the firm stands in `start..end`.
pub(super) fn firm_between(sheet: &Sheet, start: usize, end: usize) -> bool {
    let between: String = sheet.chars.get(start..end).unwrap_or_default().iter().collect();
    FIRM.split(' ').any(|word| between.contains(word))
}

#[derive(PartialEq, Eq)]
enum Side {
    Firm,
    Person,
}

/// Whether 是我家的 or the like follows soon.
fn owned_after(sheet: &Sheet, start: usize) -> bool {
    let clause = (start..start + 24).map(|i| sheet.at(i)).take_while(|c| !matches!(c, '\n' | '。' | ','));
    let clause: String = clause.collect();
    ["我家", "家里", "本人", "我的"].iter().any(|word| clause.contains(word))
}

/// The side of the nearest telling word before `start` in the same sentence.
fn nearest(sheet: &Sheet, start: usize) -> Option<Side> {
    let ends = |c: char| matches!(c, '\n' | '。' | ';' | '!' | '?');
    // Letters and digits, as of a credit code, tell nothing and take no room.
    let telling =
        (start.saturating_sub(4 * REACH)..start).rev().map(|i| sheet.at(i)).take_while(|c| !ends(*c));
    let mut clause: Vec<char> = telling.filter(|c| !c.is_ascii_alphanumeric()).take(REACH).collect();
    clause.reverse();
    let clause: String = clause.into_iter().collect();
    let last = |words: &str| words.split(' ').filter_map(|word| clause.rfind(word)).max();
    match (last(FIRM), last(PERSON)) {
        (None, None) => None,
        (firm, person) if firm > person => Some(Side::Firm),
        _ => Some(Side::Person),
    }
}
