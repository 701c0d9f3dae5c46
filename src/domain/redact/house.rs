//! House numbers: what stands between a street and a door.

use std::sync::LazyLock;

use super::charset::CharSet;
use super::sheet::{Sheet, is_han};

/// What a house number may be followed by.
pub(super) const HOUSE: &[&str] = &[
    "号院", "号楼", "号", "弄", "栋", "幢", "座", "楼", "层", "单元", "室", "户", "组", "门", "梯", "房",
    "期", "社", "队", "区", "巷", "#", "舍", "铺", "排", "架", "间", "附",
];
/// What they begin with: most numbers are ruled out by one look.
static HOUSE_HEADS: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(HOUSE.iter().filter_map(|word| word.chars().next())));
/// Those that only a dwelling or an office has.
const DOORS: &[&str] = &["号楼", "栋", "幢", "单元", "室", "户", "座", "梯"];
/// What the name of a street or a place ends with.
pub(super) const STREETS: &[&str] = &[
    "路",
    "街",
    "道",
    "巷",
    "弄",
    "胡同",
    "里",
    "村",
    "屯",
    "庄",
    "社区",
    "小区",
    "花园",
    "苑",
    "大厦",
    "广场",
    "公寓",
    "新村",
    "家园",
    "条",
    "镇",
    "乡",
    "园",
    "城",
    "寨",
    "坊",
    "湾",
    "府",
    "寓",
    "宿舍",
    "楼",
    "庭",
    "居",
    "邸",
    "院",
    "段",
    "环",
    "塘",
    "桥",
    "坪",
    "浜",
    "都",
    "郡",
    "岛",
    "江南",
    "门第",
    "中心",
    "一品",
    "天下",
    "国际",
    "世家",
    "山庄",
    "别墅",
    "公馆",
    "名门",
    "墅",
    "阁",
    "轩",
    "台",
    "岭",
    "沟",
    "坝",
    "冲",
    "圩",
    "营",
    "堡",
    "集",
    "垸",
    "岗",
    "洼",
    "河",
    "店",
    "埠",
    "家属区",
    "校区",
    "厂区",
    "园区",
    "旁",
    "对面",
    "委会",
    "村部",
];

/// Reads a house number with its word: `28栋`, `甲12号`, `16楼C`, `6-3-1802`; tells whether it leads to a door.
///
/// `chained` says that another house number went before, so that weak words are believed.
pub(super) fn house(sheet: &Sheet, start: usize, chained: bool) -> Option<(usize, bool)> {
    let mut i = start;
    let mut parts = 1;
    let mut letters = 0;
    while i < start + 16 {
        let c = sheet.at(i);
        if sheet.taken(i) {
            break;
        }
        let digit = sheet.digit(i).is_some() || matches!(c, '十' | '百');
        let next = sheet.digit(i + 1).is_some() || sheet.at(i + 1).is_ascii_uppercase();
        let dash = matches!(c, '-' | '#' | '之') && i > start && next;
        let letter = c.is_ascii_alphabetic() && letters < 2;
        if !(digit || letter || dash) {
            break;
        }
        parts += usize::from(dash);
        letters += usize::from(letter && !digit);
        i += 1;
    }
    if i == start || i - start >= 16 {
        return None;
    }
    let at = if sheet.at(i) == ' ' { i + 1 } else { i };
    // `2767门口`
    let doorway = sheet.at(at) == '门' && sheet.at(at + 1) == '口';
    if HOUSE_HEADS.contains(sheet.at(at))
        && !doorway
        && let Some(word) = HOUSE.iter().find(|word| stands(sheet, at, word))
    {
        let mut end = at + word.chars().count();
        let door = DOORS.contains(word);
        if matches!(*word, "楼" | "层" | "座" | "单元" | "栋" | "幢")
            && sheet.at(end).is_ascii_uppercase()
            && !sheet.at(end + 1).is_ascii_alphanumeric()
        {
            end += 1;
        }
        if matches!(sheet.at(end), '东' | '西' | '南' | '北' | '中' | '左' | '右')
            && sheet.at(end + 1) == '户'
        {
            end += 2;
        }
        return (!false_house(sheet, start, at, word, chained)).then_some((end, door || parts > 2));
    }
    let hotline = i - start > 4 && (0..3).all(|n| sheet.arabic(start + n));
    let bare = parts >= 2
        && !hotline
        && (chained
            || near_house(sheet, start)
            || behind_place(sheet, start, i)
            || (start..i).any(|at| sheet.at(at) == '#'))
        && !sheet.at(i).is_ascii_alphanumeric();
    bare.then_some((i, true))
}

/// Whether `start..end` has the shape of building, unit and room, right behind the name of a place in a district.
fn behind_place(sheet: &Sheet, start: usize, end: usize) -> bool {
    let sizes: Vec<usize> = sheet.chars[start..end].split(|c| *c == '-').map(<[char]>::len).collect();
    let shaped = matches!(sizes.as_slice(), [1..=2, 1..=2, 3..=4]);
    let name = (1..=10).take_while(|n| *n <= start && is_han(sheet.at(start - n))).count();
    let parted = |n: &usize| {
        matches!(sheet.at(start - n), '区' | '市' | '县' | '镇' | '口' | '路' | '街' | '道' | '号')
    };
    shaped && name >= 2 && ((3..=name).any(|n| parted(&n)) || matches!(sheet.before(start - name), ':' | '"'))
}

/// Words that look like houses: 12号 of a month, 3期 of a loan, 5楼上.
fn false_house(sheet: &Sheet, start: usize, at: usize, word: &str, chained: bool) -> bool {
    // 书香门第 is an estate, 第3栋 a count.
    let named = sheet.before(start) == '第' && sheet.before(start.saturating_sub(1)) == '门';
    let before = if named { '门' } else { sheet.before(start) };
    let next = sheet.at(at + word.chars().count());
    match word {
        "号" => matches!(before, '月' | '第') || matches!(next, '线' | '令' | '公' | '文' | '发' | '收'),
        "座" if sheet.at(start).is_ascii_alphabetic() => before == '第',
        "区" | "社" | "队" | "门" | "房" | "户" | "期" | "组" | "座" | "铺" | "排" | "架" | "间" | "附" => {
            matches!(before, '第' | '共' | '分') || !(chained || near_house(sheet, start))
        }
        _ if DOORS.contains(&word) => false,
        _ => before == '第',
    }
}

/// Whether something of an address stands right before a weak house word.
fn near_house(sheet: &Sheet, start: usize) -> bool {
    let before = if sheet.before(start) == ' ' { start - 1 } else { start };
    let text: String = sheet.chars[before.saturating_sub(2)..before].iter().collect();
    STREETS.iter().chain(HOUSE).any(|word| text.ends_with(word))
}

/// Reads on to the next house number, over the name of an estate if need be.
pub(super) fn next_house(sheet: &Sheet, end: usize) -> Option<(usize, bool)> {
    let mut i = end;
    while i < end + 2 && matches!(sheet.at(i), ' ' | '-' | ',') {
        i += 1;
    }
    if sheet.at(end) == ',' && !sheet.arabic(i) {
        return None;
    }
    if !sheet.at(i).is_ascii_alphanumeric() && sheet.digit(i).is_none() && sheet.at(i) != '十' {
        let name = i;
        while i < name + 12
            && is_han(sheet.at(i))
            && !((sheet.digit(i).is_some() || sheet.at(i) == '十') && followed_by_house(sheet, i))
            && !sheet.taken(i)
        {
            i += 1;
        }
        if i == name || i >= name + 12 || stops_name(sheet, name, i) {
            return None;
        }
        // `16号宿舍楼320`
        if let Some(room) = room(sheet, i, i) {
            return Some(room);
        }
        i += usize::from(sheet.at(i) == ' ');
    }
    let starts = sheet.digit(i).is_some() || sheet.at(i) == '十' || sheet.at(i).is_ascii_uppercase();
    if starts { house(sheet, i, true).or_else(|| room(sheet, end, i)) } else { None }
}

/// Reads the number of a room that follows its building without a word: `13幢2336`.
fn room(sheet: &Sheet, end: usize, start: usize) -> Option<(usize, bool)> {
    let building = matches!(sheet.before(end), '栋' | '幢' | '座' | '楼' | '元' | '号' | '层' | '舍' | '院')
        || (sheet.before(end).is_ascii_uppercase() && sheet.at(end) == '-');
    let digits = (0..5).take_while(|n| sheet.arabic(start + n)).count();
    let after = start + digits;
    // `31层5`: few digits are a room only where the address ends with them.
    let next = sheet.at(after);
    if building
        && start == end
        && (1..=2).contains(&digits)
        && !next.is_alphanumeric()
        && !matches!(next, '#' | '-')
        && !(next == '.' && sheet.arabic(after + 1))
    {
        return Some((after, true));
    }
    let goes_on = sheet.at(after).is_ascii_alphanumeric()
        || matches!(sheet.at(after), '元' | '块' | '年' | '月' | '-')
        || (sheet.at(after) == '.' && sheet.arabic(after + 1));
    let room = building && start <= end + 1 && (3..=4).contains(&digits) && !goes_on;
    (room && (start == end || matches!(sheet.at(end), '-' | ' '))).then_some((after, true))
}

fn followed_by_house(sheet: &Sheet, start: usize) -> bool {
    house(sheet, start, true).is_some()
}

/// Whether `start..end` is talk rather than the name of an estate.
pub(super) fn stops_name(sheet: &Sheet, start: usize, end: usize) -> bool {
    let talk = [
        '的', '了', '我', '在', '是', '搬', '到', '从', '寄', '送', '给', '电', '话', '租', '月', '付', '买',
        '共', '价', '于', '有', '这', '那', '姓',
    ];
    sheet.chars[start..end].iter().any(|c| talk.contains(c))
}

/// Reads the name of an estate that ends an address: `45号金色家园`.
pub(super) fn estate_after(sheet: &Sheet, end: usize) -> usize {
    let mut i = end;
    while i < end + 10 && is_han(sheet.at(i)) && !sheet.taken(i) {
        i += 1;
    }
    let name: String = sheet.chars[end..i].iter().collect();
    let estates = [
        "小区",
        "花园",
        "苑",
        "大厦",
        "公寓",
        "新村",
        "家园",
        "宿舍",
        "广场",
        "社区",
        "府",
        "庭",
        "湾",
        "城",
        "里",
        "居",
        "院",
        "园",
        "室",
        "学校",
        "大学",
        "名都",
        "一品",
        "天下",
        "国际",
        "世家",
        "山庄",
        "别墅",
        "公馆",
        "半岛",
        "郡",
        "轩",
        "阁",
        "邸",
        "墅",
        "中学",
        "小学",
        "市场",
        "家属楼",
    ];
    let short = (2..=8).contains(&(i - end)) && !stops_name(sheet, end, i);
    if short && estates.iter().any(|word| name.ends_with(word)) { i } else { end }
}

fn stands(sheet: &Sheet, at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(n, c)| sheet.at(at + n) == c)
}
